import { folded } from './folding.ts'

// Legal forms of companies, folded, by country: a fact of law each, written as people abbreviate it; a bar stands between two.
const forms: readonly string[] = [
  // English-speaking countries
  'inc | incorporated | corp | corporation | co | company | ltd | limited | llc | llp | lllp | lp | pllc | plc',
  'pbc | cic | cio | public limited company | private limited | pvt | pvt ltd | pty | pty ltd',
  'proprietary limited | unlimited | ulc | dac | clg | teo | teoranta | limited liability company',
  'limited partnership | limited liability partnership',
  // German
  'gmbh | mbh | ggmbh | gesmbh | ag | kg | kgaa | ohg | og | ug | eg | ev | ek | gbr | partg | partg mbb | se',
  'se and co kg | gmbh and co kg | gmbh and co kgaa | ag and co kg | ug and co kg | gmbh and co ohg | and co kg',
  'ug haftungsbeschrankt | haftungsbeschrankt | aktiengesellschaft | gesellschaft mit beschrankter haftung',
  'gesellschaft mbh | kommanditgesellschaft | eingetragener verein | eingetragene genossenschaft | and co',
  // French, Belgian, Swiss
  'sa | sas | sasu | sarl | sarlu | eurl | sci | snc | scop | scs | sca | sel | selarl | gie | sprl | srl | asbl',
  'sagl | societe anonyme | societe a responsabilite limitee | societe par actions simplifiee',
  // Dutch
  'bv | nv | vof | cv | bvba | vzw | cvba | besloten vennootschap | naamloze vennootschap',
  // Italian, Spanish, Portuguese, Latin American
  'spa | srls | sapa | sas | scarl | scrl | soc coop | societa per azioni | sl | slu | sll | sau | sal | scoop',
  'sociedad anonima | sociedad limitada | sa de cv | s de rl de cv | s de rl | sapi de cv | sapi | sab de cv',
  'lda | ltda | limitada | unipessoal lda | sgps | eireli | cia | cia ltda | eirl | saic | saci',
  // Nordic and Baltic
  'ab | aktiebolag | publ | ab publ | hb | kb | as | asa | ans | aps | ivs | amba | ks | oy | oyj | oy ab',
  'osakeyhtio | ky | tmi | ry | hf | ehf | slf | ou | osauhing | sia | uab | ik | mb',
  // Central and Eastern Europe, Turkey, Greece
  'sp zoo | spzoo | sp z oo | spolka zoo | spolka z oo | spolka akcyjna | sp k | sp j | spj | spk | sro | spol sro',
  'spol s ro | kft | zrt | nyrt | bt | doo | dd | ad | ead | eood | ood | pfa | jdoo | dno | shpk | sha | ooo',
  'oao | zao | pao | ao | tov | prat | chp | ae | ike | epe | oe | anonim sirketi | limited sirketi | ltd sti',
  'sti | san ve tic | ticaret',
  // Asia, Africa, Middle East
  'kk | gk | yk | kabushiki kaisha | godo kaisha | co ltd | company limited | pte | pte ltd | sdn bhd | bhd',
  'berhad | pt | tbk | pt tbk | jsc | pjsc | ojsc | cjsc | tnhh | wll | fze | fzco | fz llc | fzc | saoc | saog',
  'kscc | sae | saog | cc | npc | joint stock company | public joint stock company | open joint stock company',
].flatMap((line) => line.split(' | '))

// The same in other alphabets, folded as names are; in some of them they are written without a blank.
const formsElsewhere: readonly string[] = [
  '株式会社 | 有限会社 | 合同会社 | 合資会社 | 有限公司 | 股份有限公司 | 有限责任公司 | 集团有限公司 | 集团 | 有限責任公司 | 股份公司',
  '주식회사 | 유한회사 | 유한책임회사 | общество с ограниченной ответственностью | акционерное общество',
  'публичное акционерное общество | закрытое акционерное общество | открытое акционерное общество',
  'товариство з обмеженою відповідальністю | приватне акціонерне товариство | еоод | оод | ад | д.о.о.',
  'ανώνυμη εταιρεία | α.ε. | ε.π.ε. | ι.κ.ε. | בע"מ | בעמ | ش.م.م | ش.م.ع | ش.م.ك | ذ.م.م | شركة | المحدودة',
  'प्राइवेट लिमिटेड | लिमिटेड | จำกัด | จำกัด (มหาชน) | บริษัท | công ty tnhh | công ty cổ phần | ctcp',
  // The same as they are spelt in Latin letters.
  'you xian gong si | gu fen you xian gong si | you xian ze ren gong si | youxian gongsi | gufen youxian gongsi',
  'jusik hoesa | chusik hoesa | yuhan hoesa | yugen kaisha | goushi kaisha',
].flatMap((line) => line.split(' | '))

// Put before the name rather than behind it; and a word some names begin with by chance (AS Roma) is only a form behind.
const leading: ReadonlySet<string> = new Set([
  'ooo',
  'oao',
  'zao',
  'pao',
  'ao',
  'tov',
  'pt',
  'uab',
  'sia',
  'prat',
  'kabushiki kaisha',
  'kk',
  'gk',
  'oy',
  'ab',
  'sci',
  'sarl',
  'sas',
  'llc',
  'jsc',
  'pjsc',
  'ojsc',
  'cjsc',
  'limited liability company',
  'joint stock company',
  'public joint stock company',
  'open joint stock company',
  ...formsElsewhere.map(folded),
])

const known: ReadonlySet<string> = new Set([...forms, ...formsElsewhere.map(folded)])
/** How many words the longest form has that ends, or begins, with a word: most names are done by looking here. */
const longestBy = (allowed: ReadonlySet<string>, end: 0 | -1): ReadonlyMap<string, number> => {
  const longest = new Map<string, number>()
  for (const form of allowed) {
    const words = form.split(' ')
    const edge = words.at(end) ?? ''
    longest.set(edge, Math.max(longest.get(edge) ?? 0, words.length))
  }
  return longest
}
const longestLast = longestBy(known, -1)
const longestFirst = longestBy(leading, 0)
const longest = Math.max(...longestLast.values())
const gluedForms: readonly string[] = formsElsewhere
  .filter((form) => /[\p{Script=Han}\p{Script=Hangul}]/u.test(form))
  .map(folded)
  .toSorted((a, b) => b.length - a.length)

/** How many words at this end are a legal form; a name always keeps one word. */
function formLength(words: readonly string[], end: 'first' | 'last', allowed: ReadonlySet<string>): number {
  const edge = (end === 'first' ? words[0] : words.at(-1)) ?? ''
  // A.G. folds to "a g" when it is written with blanks.
  const most = edge.length > 1 ? ((end === 'first' ? longestFirst : longestLast).get(edge) ?? 0) : longest
  for (let length = Math.min(most, words.length - 1); length > 0; length--) {
    if (length === 1) return allowed.has(edge) ? 1 : 0
    const form = end === 'first' ? words.slice(0, length) : words.slice(-length)
    if (allowed.has(form.join(' ')) || (form.every((word) => word.length === 1) && allowed.has(form.join(''))))
      return length
  }
  return 0
}

function withoutGluedForm(word: string): { readonly word: string; readonly form: string } {
  for (const form of gluedForms) {
    if (word.length > form.length && word.startsWith(form)) return { word: word.slice(form.length), form }
    if (word.length > form.length && word.endsWith(form)) return { word: word.slice(0, -form.length), form }
  }
  return { word, form: '' }
}

/** Parts the folded words of a company's name from its legal form: `['acme', 'co', 'ltd']` is `acme` and `co ltd`. */
export function withoutLegalForm(words: readonly string[]): {
  readonly words: readonly string[]
  readonly legalForm: string
} {
  let rest = words
  const found: string[] = []
  for (let length = formLength(rest, 'last', known); length > 0; length = formLength(rest, 'last', known)) {
    found.unshift(rest.slice(-length).join(' '))
    rest = rest.slice(0, -length)
  }
  const atStart = formLength(rest, 'first', leading)
  if (atStart > 0) {
    found.unshift(rest.slice(0, atStart).join(' '))
    rest = rest.slice(atStart)
  }
  const only = rest.length === 1 && rest[0] !== undefined ? withoutGluedForm(rest[0]) : undefined
  if (only?.form) return { words: [only.word], legalForm: only.form }
  return { words: rest, legalForm: found.join(' ') }
}
