import type { nameSets } from './names.ts'
import type { Trade } from './trades.ts'

/** Where people live, how their addresses look, and which numbers nobody has. */
export type Country = {
  readonly name: string
  /** How many of a hundred leads come from there. */
  readonly share: number
  readonly names: keyof typeof nameSets
  readonly language: keyof Trade['words']
  /** Town, post code with # for a digit, and state where addresses name one. */
  readonly towns: readonly (readonly [town: string, postalCode: string, state?: string])[]
  /** # is the house number. */
  readonly streets: readonly string[]
  readonly legalForms: readonly string[]
  /** # is a digit. Ranges kept free for stories where there are some (Ofcom, Bundesnetzagentur, ARCEP, 555), else blocks no one is given. */
  readonly phones: readonly string[]
}

type Town = Country['towns'][number]

const towns = (text: string): readonly Town[] =>
  text.split(' | ').map((one): Town => {
    const [town = '', postalCode = '', state] = one.split(', ')
    return state === undefined ? [town, postalCode] : [town, postalCode, state]
  })

const list = (text: string): readonly string[] => text.split(' | ')

const germanStreets = list('Industriestraße # | Am Hafen # | Lindenweg # | Werkstraße # | Bahnhofstraße # | Gewerbepark # | Mühlenweg # | Ringstraße #')
const englishStreets = list('# Station Road | # Mill Lane | # Harbour Street | Unit #, Quarry Park | # Foundry Way | # High Street | # Canal Side')
const americanStreets = list('# Commerce Drive | # Mill Street | # Industrial Parkway | # Lakeshore Avenue | # Foundry Road | # Main Street')
const frenchStreets = list('# rue des Forges | # avenue du Port | # rue de la Gare | # zone industrielle Nord | # quai des Moulins')

export const countries: readonly Country[] = [
  {
    name: 'Germany', share: 25, names: 'german', language: 'german',
    towns: towns('Berlin, 10### | Hamburg, 20### | München, 80### | Köln, 50### | Frankfurt am Main, 60### | Stuttgart, 70### | Bremen, 28### | Kassel, 34### | Dortmund, 44### | Leipzig, 04### | Nürnberg, 90### | Ulm, 89### | Siegen, 57### | Emden, 26###'),
    streets: germanStreets, legalForms: list('GmbH | GmbH | GmbH | AG | GmbH & Co. KG | KG'),
    phones: list('+49 30 23125 ###-## | +49 69 90009 ###-## | +49 40 66969 ###-## | +49 221 4710 ###-## | +49 89 99998 ###-##'),
  },
  {
    name: 'Austria', share: 4, names: 'german', language: 'german',
    towns: towns('Wien, 10#0 | Graz, 80#0 | Linz, 40#0 | Salzburg, 50#0 | Steyr, 44##'),
    streets: germanStreets, legalForms: list('GmbH | GmbH | AG | GmbH & Co KG'), phones: list('+43 1 000 ## ## | +43 316 000 ###'),
  },
  {
    name: 'Switzerland', share: 5, names: 'german', language: 'german',
    towns: towns('Zürich, 80## | Basel, 40## | Bern, 30## | Winterthur, 84## | St. Gallen, 90##'),
    streets: germanStreets, legalForms: list('AG | AG | GmbH'), phones: list('+41 44 000 ## ## | +41 61 000 ## ##'),
  },
  {
    name: 'United Kingdom', share: 11, names: 'english', language: 'english',
    towns: towns('London, EC#A #BT | Leeds, LS# #TR | Sheffield, S# #HG | Bristol, BS# #NW | Glasgow, G# #QT | Hull, HU# #DA | Newcastle upon Tyne, NE# #PL | Cardiff, CF# #LX'),
    streets: englishStreets, legalForms: list('Ltd | Ltd | Limited | plc'),
    phones: list('+44 20 7946 0### | +44 113 496 0### | +44 114 496 0### | +44 117 496 0### | +44 141 496 0### | +44 191 498 0### | +44 29 2018 0###'),
  },
  { name: 'Ireland', share: 2, names: 'english', language: 'english', towns: towns('Dublin, D0# X### | Cork, T12 Y### | Galway, H91 A###'), streets: englishStreets, legalForms: list('Ltd | DAC'), phones: list('+353 1 000 ####') },
  {
    name: 'United States', share: 14, names: 'english', language: 'english',
    towns: towns('Milwaukee, 532##, WI | Cleveland, 441##, OH | Pittsburgh, 152##, PA | Houston, 770##, TX | Portland, 972##, OR | Charlotte, 282##, NC | Minneapolis, 554##, MN | Savannah, 314##, GA | Tulsa, 741##, OK'),
    streets: americanStreets, legalForms: list('Inc. | Inc. | LLC | Corp. | Co.'),
    phones: list('+1 414 555 01## | +1 216 555 01## | +1 412 555 01## | +1 713 555 01## | +1 503 555 01## | +1 704 555 01## | +1 612 555 01## | +1 912 555 01## | +1 918 555 01## | +1 262 555 01## | +1 330 555 01## | +1 281 555 01##'),
  },
  { name: 'Canada', share: 3, names: 'english', language: 'english', towns: towns('Hamilton, L8P #K#, ON | Calgary, T2P #N#, AB | Halifax, B3H #A#, NS'), streets: americanStreets, legalForms: list('Inc. | Ltd. | Corp.'), phones: list('+1 905 555 01## | +1 403 555 01## | +1 902 555 01##') },
  {
    name: 'France', share: 8, names: 'french', language: 'french',
    towns: towns('Paris, 750## | Lyon, 690## | Lille, 590## | Nantes, 440## | Grenoble, 380## | Strasbourg, 670## | Saint-Étienne, 420##'),
    streets: frenchStreets, legalForms: list('SAS | SARL | SA'), phones: list('+33 1 99 00 ## ## | +33 2 61 91 ## ## | +33 3 53 01 ## ## | +33 4 65 71 ## ## | +33 5 36 49 ## ##'),
  },
  { name: 'Belgium', share: 2, names: 'french', language: 'french', towns: towns('Liège, 40#0 | Charleroi, 60#0 | Namur, 50#0'), streets: frenchStreets, legalForms: list('SRL | SA'), phones: list('+32 4 000 ## ##') },
  { name: 'Netherlands', share: 5, names: 'dutch', language: 'english', towns: towns('Rotterdam, 30## KL | Eindhoven, 56## BD | Delft, 26## HN | Groningen, 97## TR | Zwolle, 80## AE'), streets: list('Havenweg # | Molenstraat # | Kanaalkade # | Industrieweg #'), legalForms: list('B.V. | BV | N.V.'), phones: list('+31 10 000 #### | +31 40 000 ####') },
  { name: 'Sweden', share: 3, names: 'nordic', language: 'nordic', towns: towns('Göteborg, 41# ## | Stockholm, 11# ## | Malmö, 21# ## | Västerås, 72# ##'), streets: list('Hamngatan # | Bruksvägen # | Industrigatan #'), legalForms: list('AB'), phones: list('+46 31 390 06 ## | +46 8 465 004 ##') },
  { name: 'Denmark', share: 2, names: 'nordic', language: 'nordic', towns: towns('Aarhus, 80## | Odense, 50## | Esbjerg, 67##'), streets: list('Havnegade # | Møllevej #'), legalForms: list('A/S | ApS'), phones: list('+45 00 ## ## ##') },
  { name: 'Norway', share: 2, names: 'nordic', language: 'nordic', towns: towns('Bergen, 50## | Oslo, 01## | Stavanger, 40##'), streets: list('Havnegata # | Bruksveien #'), legalForms: list('AS'), phones: list('+47 00 ## ## ##') },
  { name: 'Finland', share: 2, names: 'nordic', language: 'nordic', towns: towns('Tampere, 33### | Turku, 20### | Oulu, 90###'), streets: list('Tehtaankatu # | Satamatie #'), legalForms: list('Oy'), phones: list('+358 3 000 ####') },
  { name: 'Italy', share: 5, names: 'italian', language: 'italian', towns: towns('Milano, 201## | Torino, 101## | Brescia, 251## | Bologna, 401## | Bergamo, 241##'), streets: list('Via dell’Industria # | Via Mulini # | Corso Europa # | Viale del Porto #'), legalForms: list('S.r.l. | S.p.A.'), phones: list('+39 02 000 ##### | +39 011 000 ####') },
  { name: 'Spain', share: 3, names: 'iberian', language: 'iberian', towns: towns('Bilbao, 480## | Zaragoza, 500## | Valencia, 460## | Sevilla, 410##'), streets: list('Calle de la Fragua # | Avenida del Puerto # | Polígono Norte #'), legalForms: list('S.L. | S.A.'), phones: list('+34 940 00# ###') },
  { name: 'Portugal', share: 1, names: 'iberian', language: 'iberian', towns: towns('Porto, 40##-### | Aveiro, 38##-###'), streets: list('Rua da Fundição # | Avenida do Cais #'), legalForms: list('Lda. | S.A.'), phones: list('+351 220 00# ###') },
  { name: 'Brazil', share: 1.5, names: 'iberian', language: 'iberian', towns: towns('Joinville, 892##-### | Campinas, 130##-###'), streets: list('Rua das Oficinas # | Avenida Industrial #'), legalForms: list('Ltda. | S.A.'), phones: list('+55 47 0000 ####') },
  { name: 'Mexico', share: 1, names: 'iberian', language: 'iberian', towns: towns('Monterrey, 640## | Querétaro, 761##'), streets: list('Calle Fundidores # | Avenida del Parque #'), legalForms: list('S.A. de C.V.'), phones: list('+52 81 0000 ####') },
  { name: 'Poland', share: 3, names: 'slavic', language: 'slavic', towns: towns('Gdańsk, 80-### | Katowice, 40-### | Poznań, 60-### | Wrocław, 50-###'), streets: list('ul. Przemysłowa # | ul. Portowa # | ul. Fabryczna #'), legalForms: list('Sp. z o.o. | S.A.'), phones: list('+48 58 000 ## ##') },
  { name: 'Czechia', share: 1, names: 'slavic', language: 'slavic', towns: towns('Brno, 60# ## | Ostrava, 70# ##'), streets: list('Tovární # | Nádražní #'), legalForms: list('s.r.o. | a.s.'), phones: list('+420 000 ### ###') },
  { name: 'Ukraine', share: 0.8, names: 'ukrainian', language: 'ukrainian', towns: towns('Львів, 790## | Дніпро, 490##'), streets: list('вул. Заводська #'), legalForms: list('ТОВ'), phones: list('+380 32 000 ####') },
  { name: 'Greece', share: 0.8, names: 'greek', language: 'greek', towns: towns('Θεσσαλονίκη, 54# ## | Πάτρα, 26# ##'), streets: list('Οδός Λιμένος #'), legalForms: list('Α.Ε.'), phones: list('+30 231 000 ####') },
  { name: 'Türkiye', share: 0.8, names: 'turkish', language: 'turkish', towns: towns('Bursa, 160## | İzmir, 350##'), streets: list('Sanayi Caddesi #'), legalForms: list('A.Ş. | Ltd. Şti.'), phones: list('+90 224 000 ## ##') },
  { name: 'India', share: 2, names: 'indian', language: 'english', towns: towns('Pune, 4110##, MH | Chennai, 6000##, TN | Ahmedabad, 3800##, GJ'), streets: list('# Mill Road | Plot #, Phase II Estate'), legalForms: list('Pvt Ltd | Limited'), phones: list('+91 20 000 #####') },
  { name: 'Japan', share: 2, names: 'japanese', language: 'japanese', towns: towns('名古屋市, 450-00## | 大阪市, 530-00## | 北九州市, 800-00##'), streets: list('港町#-1 | 工業団地#番'), legalForms: list('株式会社'), phones: list('+81 52 000 ####') },
  { name: 'China', share: 1.2, names: 'chinese', language: 'chinese', towns: towns('苏州, 2150## | 宁波, 3150##'), streets: list('工业路#号'), legalForms: list('有限公司'), phones: list('+86 512 0000 ####') },
  { name: 'South Korea', share: 0.9, names: 'korean', language: 'korean', towns: towns('울산, 446## | 창원, 514##'), streets: list('공단로 #'), legalForms: list('주식회사'), phones: list('+82 52 000 ####') },
  { name: 'United Arab Emirates', share: 1, names: 'arabic', language: 'arabic', towns: towns('دبي, 000## | أبوظبي, 000##'), streets: list('شارع الميناء #'), legalForms: list('LLC'), phones: list('+971 4 000 ####') },
]
