// A full given name, and the short and pet forms people of that name go by; folded. Several full names may share one form.
const given = `
abigail: abby gail abbie | adalbert: bert | adelheid: heidi | albert: al bert bertie | alejandro: alex ale jandro
aleksandr: sasha alex alik sanya shura | aleksandra: sasha alex ola sanya | alessandro: alex ale sandro
alexander: alex al sandy sascha xander lex alec aleck sander | alexandra: alex sandra sandy lexi alexa sascha | alexei: alyosha lyosha alex
alfred: al alf fred freddie freddy fred | alison: ali allie | amanda: mandy | amelia: amy millie | anastasia: nastya ana stacy | anatoli: tolya
andreas: andi andy | andrei: andrey andryusha | andrew: andy drew | angela: angie | anna: annie anja ania anya anka anni | anthony: tony ant
antonio: toni tonio tono | antonia: toni tonia | antoinette: toni nettie | arnold: arnie | arthur: art artie | august: gus | augustus: gus
barbara: barb barbie babs basia barbel | bartholomew: bart | beatrice: bea trixie | benjamin: ben benny benji benno | bernard: bernie barney
bernhard: bernd berni | bertrand: bert | bogdan: bodzio | bradley: brad | brigitte: gitte gitta | cameron: cam | carolina: caro lina
caroline: caro carrie carol caz | cassandra: cass cassie sandra | catherine: cathy cath kate katie kitty cat
charles: charlie chuck chas chaz charley | charlotte: lotte lottie charlie | christian: chris christi | christina: chris tina chrissie christa
christine: chris chrissy tina christel | christoph: chris stoffel | christopher: chris kit topher kris | clifford: cliff | clinton: clint
concepcion: concha conchita | consuelo: chelo | cornelius: cor kees neil | cynthia: cindy | cyril: cy | daniel: dan danny dani | danielle: dani
david: dave davey davie | deborah: deb debbie debby | debra: deb debbie | dennis: denny den | derek: del | diana: di | dieter: didi
dmitri: dima mitya dmitry | dolores: lola | dominic: dom nick | donald: don donnie donny | dorothea: dora thea doro | dorothy: dot dottie dolly dora
douglas: doug | dwayne: dewey | eberhard: ebi | edgar: ed eddie | eduardo: edu lalo eddie | eduard: edi ed | edward: ed eddie ted teddy ned eddy
edwin: ed eddie | ekaterina: katya katerina katia | eleanor: ellie nell nora ella | elena: lena lenka
elisabeth: elli lisa lisbeth liesel sissi else elsa betty lilli elise
elizabeth: liz beth betty lizzie eliza libby betsy lisa bess bessie elsie lizzy | ellen: nell ellie | emanuel: manuel manny manu
emily: em emmy millie | emma: em emmy | enrique: quique kike | erich: ric | ernest: ernie | ernesto: neto | esperanza: espe | eugene: gene
evgeni: zhenya evgeny | federico: fede rico | felicity: flick | ferdinand: ferdi fred | fernando: nando fer | florence: flo florrie | florian: flo
frances: fran fanny francie frankie | francesca: franca fran | francesco: franco cesco ciccio | francis: frank fran
francisco: paco pancho kiko fran curro cisco | franciszek: franek | franklin: frank | franz: franzl | frederick: fred freddie freddy rick
frederic: fred | friedrich: fritz fred friedel | gabriel: gabe gabi | gabriela: gabi gaby | gabriele: gabi gaby | gareth: gaz | geoffrey: geoff jeff
georg: schorsch jorg | george: georgie | gerald: gerry jerry ged | gerhard: gerd gert | gerard: gerry | gertrude: gertie trudy
giovanni: gianni nanni vanni | giuseppe: beppe pino peppe | giuseppina: pina | gregory: greg | gregor: greg | grigori: grisha | guillermo: memo guille
gustav: gus | gwendolyn: gwen | hannah: hanna | hannelore: hanne lore | hans: hansi | harold: harry hal | harriet: hattie
heinrich: heinz heini henner | helen: nell lena | helena: lena hela | helene: lene lena | helmut: helmi | henri: riton | hendrik: henk rik hein
henry: hank harry hal | herbert: herb bert | hermann: manni | howard: howie | hubert: bert | ignacio: nacho | ignatius: iggy | igor: garik
irina: ira | isabel: isa bel chabela | isabella: bella isa izzy | isidore: izzy | ivan: vanya | jacob: jake jack | jacqueline: jackie jacqui
jakob: kobi | jakub: kuba | james: jim jimmy jamie jem jas | jan: janek jasiek | janet: jan | janice: jan | jean: jeannot | jeffrey: jeff
jennifer: jen jenny jenni jenn | jeremiah: jerry jem | jeremy: jem jez | jerome: jerry | jessica: jess jessie | jesus: chucho chuy
joachim: achim jochen jo | joan: joanie | joanna: jo joan asia joanie | johann: hans johannes | johannes: hans jo hannes johan jan
john: jack johnny jon jonny | jonathan: jon jonny nathan johnny | jorge: coque | jose: pepe chepe | josef: sepp pepi jupp josch | joseph: joe joey jo
josephine: jo josie | joshua: josh | juan: juanito | judith: judy judi | julia: julie | julian: jules | juliana: jule | julius: jules | jurgen: jorg
karl: kalle | karl heinz: kalle | karoline: karo line lina | katarzyna: kasia kaska | katharina: kathi kati katja katrin kathrin
katherine: kathy kate katie kat kathryn kit kay | kathleen: kathy kath kate katie | kazimierz: kazik | kenneth: ken kenny | kimberly: kim
klaus: klausi | konstantin: kostya kosta | krzysztof: krzysiek krzys | laurence: larry laurie | lawrence: larry lawrie laurie | lech: leszek
leonard: leo len lenny | leonardo: leo | leopold: leo poldi | lewis: lew | lillian: lily lil | lindsay: lin | lorenzo: renzo | louis: lou louie
louise: lou lulu | lucia: luz | ludwig: lutz wiggerl | luigi: gigi gino | luis: lucho | lyudmila: lyuda mila | madeleine: maddie maddy
magdalena: lena magda leni | malgorzata: gosia malgosia | manfred: manni fred | manuel: manolo manu lolo | marcus: marc mark
margaret: maggie meg peggy marge madge margie greta peg rita daisy meggie | margarete: grete gretel greta gretchen marga | margarethe: grete greta
margarita: rita marga | maria: mia mitzi masha mari marie | maria jose: marijo | maria teresa: maite | marianne: mary | marilyn: mary lyn
martha: marty mattie | martin: marty | mary: molly polly mamie may | matthew: matt matty | matthias: matze matthi hias | matthijs: thijs | maureen: mo
maurice: mo moe | maximilian: max maxi | maxwell: max | megan: meg | melanie: mel melly | melissa: mel missy lissa | mercedes: merche
michael: mike mick mickey mikey micky michi mischa | michel: michou | michelle: shelly chelle | miguel: migue | mikhail: misha | mildred: millie
mitchell: mitch | mohammed: mo mohamed muhammad mohammad mohamad mehmet | montgomery: monty | nadezhda: nadya | nancy: nan
natalia: natasha talia nat natalie | natalie: nat | nathan: nate nat | nathaniel: nate nat nathan | nicholas: nick nicky nico | nicole: nicky nikki
nikolai: kolya | nikolaus: klaus nick nico niko | nikolaos: nikos | norbert: bert | norman: norm | oleksandr: sasha olex | olga: olya
oliver: ollie olli | olivia: liv livvy ollie | oswald: ossi oz | pamela: pam | pasquale: lino | patricia: pat patty tricia trish patti patsy
patrick: pat paddy rick | patrizia: patty | pavel: pasha | pedro: perico | penelope: penny | percival: percy | peter: pete | philip: phil pip
phillip: phil pip | philippe: phil | pieter: piet | pilar: pili | pyotr: petya | rachel: rae | rafael: rafa | raimund: ray | ralph: ralf
randolph: randy | randall: randy | raymond: ray | rebecca: becky becca beck | reginald: reg reggie | reinhard: reini | reinhold: reini holdi
ricardo: rico richi cayo | richard: dick rick rich ricky richie rik | robert: bob rob bobby robbie bert robin bobbie | roberto: beto berto
roberta: bobbie | rodney: rod | roderick: rod rory | rodrigo: rodri | roland: rolli | ronald: ron ronnie ronny | rosemary: rose rosie | rosario: charo
rudolf: rudi rolf | rudolph: rudy | rupert: bert | russell: russ | salvador: salva chava | salvatore: toto salvo tore | samantha: sam sammy
samuel: sam sammy | sandra: sandy | santiago: santi | sarah: sally sadie | sean: shaun shawn | sebastian: seb basti bastian | sergei: seryozha sergey
shirley: shirl | sidney: sid | siegfried: sigi siggi | sigmund: sigi | sofia: sonya sofi | solomon: sol | sophia: sophie | stanislav: stas slava
stanislaw: staszek stas | stanley: stan | stefan: steffen | stefania: steffi | stefanie: steffi steff | stephanie: steph steffi stephie
stephen: steve stevie steven | steven: steve stevie stephen | stuart: stu | susan: sue susie suzy susi | susanne: susi sanne | suzanne: sue suzy suzie
svetlana: sveta | tamara: tammy toma | tatiana: tanya | teresa: tere terry tess | terence: terry | terrence: terry | thaddeus: tad thad
theodor: theo | theodore: ted theo teddy | theresa: terry tess tessa resi theres | therese: resi | thomas: tom tommy thom | tiffany: tiff
timothy: tim timmy | tobias: tobi toby | tomas: tom | tomasz: tomek | ulrich: uli ulli | ulrike: uli ulli rike | ursula: uschi ulla ursel
valentina: valya tina | valeria: vale lera | vanessa: nessa | veronica: ronnie vero roni | veronika: vroni | victor: vic
victoria: vicky tori vicki vikki | vincent: vince vinny vin | vincenzo: enzo vince | virginia: ginny ginger | vladimir: vova volodya vlad
vladislav: vlad slava | vyacheslav: slava | waldemar: waldi | walter: walt wally | wendelin: wendel | wilhelm: willi willy helm wim
willem: wim pim wil | william: bill will billy willie willy liam | winfried: winni | winifred: winnie | winston: win | wojciech: wojtek
wolfgang: wolf wolfi | yekaterina: katya | yevgeny: zhenya | yolanda: yoli | yuri: yura | zachary: zach zack | zbigniew: zbyszek
`

const fullNamesOf = new Map<string, string[]>()
const fullNames = new Set<string>()

for (const entry of given.trim().split(/ \| |\n/)) {
  const [full = '', forms = ''] = entry.split(':')
  fullNames.add(full)
  for (const form of forms.trim().split(' ')) {
    const known = fullNamesOf.get(form)
    if (known) known.push(full)
    else fullNamesOf.set(form, [full])
  }
}

const none: readonly string[] = []

/** The full given names a folded form may stand for: `'chris'` for christian, christina, christopher … Empty for a name that is none. */
export const fullNamesBehind = (form: string): readonly string[] => fullNamesOf.get(form) ?? none

/**
 * One name for all forms of it, for keys: bill, billy and will are `william`. A form of several names stands
 * for the first, and a name that is itself a full one (jan, frank) stays.
 */
export const nameCanon = (form: string): string => (fullNames.has(form) ? form : (fullNamesOf.get(form)?.[0] ?? form))

/**
 * The full name two different folded forms share: `william` for bill and william, and for bill and billy;
 * undefined for bill and robert.
 */
export function sharedFullName(one: string, other: string): string | undefined {
  const ofOne = fullNamesBehind(one)
  const ofOther = fullNamesBehind(other)
  if (ofOne.includes(other)) return other
  if (ofOther.includes(one)) return one
  return ofOne.find((full) => ofOther.includes(full))
}

/** Whether a folded word is a given name, or a form of one, that we know: enough to tell a list of people from one of companies. */
export const isGivenName = (word: string): boolean => fullNames.has(word) || fullNamesOf.has(word)
