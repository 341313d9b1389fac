import { squeezed } from '../imports/reading/reading.ts'

// Words of lists that no form of ours uses; a heading is compared without case and signs.
const byHeading: readonly (readonly [pattern: RegExp, meaning: string])[] = [
  [/^(given|fore|christian|first)names?\d?$|^givenname|^fname$/, 'firstName'],
  [/^(sur|family|last)names?$|^lname$/, 'lastName'],
  [/^(full|complete|person|contact|customer|clean)?name(full)?$|^firstandsurname$|^firstandlastname$/, 'fullName'],
  [/^(date(of)?birth|birth(date|day|dt)?|dob|born(on)?|dateborn)$/, 'birthdate'],
  [/^(street|house|civic|building|addr(ess)?)(number|no|nr|num)$/, 'streetNumber'],
  [
    /^(home|mail(ing)?|postal|residential|registered|office)?(address|addr|street|line|addr(ess)?line|street(address|addr))(1|one)?$|^(street)?(name)$|^road$/,
    'street',
  ],
  [
    /^(home|mail(ing)?|postal|residential|registered|office)?(address|addr|street|line|addr(ess)?line|street(address|addr))([2-4]|two|three)$/,
    'streetMore',
  ],
  [/^(suburb|locality|(post)?town|city|village|municipality|place)(name)?$/, 'city'],
  [
    /^(company|business|legal|registered|trading|organi[sz]ation|org|entity|firm|supplier|vendor|institution|employer|corporate)(legal)?(name|title)?s?$/,
    'organisation',
  ],
  [/^(post(al)?code|zip(code)?|postcodefake|plz|pcode)$/, 'postalCode'],
]

/** What a heading as a whole means, whoever wrote it. */
export const meaningOfHeading = (name: string): string | undefined => {
  const heading = squeezed(name)
  return byHeading.find(([pattern]) => pattern.test(heading))?.[1]
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '))

interface Telling {
  readonly meaning: string
  /** One of these has to be said, and one of `beside` too where there are any. */
  readonly says: ReadonlySet<string>
  readonly beside?: ReadonlySet<string>
  /** What makes it something else. */
  readonly unless?: ReadonlySet<string>
}

const ofAName = words('name names nm txt text')
const notPlace = words(
  'birth born death email mail web url site ip type kind count number no code status date phone id lat lng lon',
)

// One word of a heading in which others stand around it: res_city_desc, zip_code_5, Contact telephone (day).
const byWord: readonly Telling[] = [
  { meaning: 'birthdate', says: words('dob birthdate birthday dateofbirth geburtsdatum geburtstag') },
  { meaning: 'birthdate', says: words('birth born'), beside: words('date day dt on') },
  {
    meaning: 'firstName',
    says: words('first given fore christian forename firstname givenname fname vorname prenom prénom nombre'),
    unless: words('last sur surname family date seen line year contacted mother father spouse'),
  },
  {
    meaning: 'lastName',
    says: words('last family sur surname lastname familyname lname nachname familienname apellido apellidos cognome'),
    unless: words('first given date seen line year updated contacted mother father maiden size'),
  },
  { meaning: 'email', says: words('email'), unless: words('type status date opt') },
  { meaning: 'mobilePhone', says: words('mobile cell cellphone cellular handy'), unless: words('type status date') },
  {
    meaning: 'phone',
    says: words('phone telephone tel telefon telefono phonenumber'),
    unless: words('type status date ext'),
  },
  { meaning: 'postalCode', says: words('zip zipcode postcode postalcode plz pincode eircode') },
  { meaning: 'postalCode', says: words('postal post'), beside: words('code') },
  {
    meaning: 'city',
    says: words('city town suburb locality municipality village stadt ort ville ciudad citta comune gemeinde'),
    unless: notPlace,
  },
  {
    meaning: 'streetNumber',
    says: words('street house building road address'),
    beside: words('number no nr num'),
    unless: words('name birth'),
  },
  {
    meaning: 'street',
    says: words('address addr street strasse straße rue calle indirizzo adresse direccion'),
    unless: notPlace,
  },
  {
    meaning: 'country',
    says: words('country nation land pays pais'),
    unless: words('birth born code phone id citizenship'),
  },
  {
    meaning: 'organisation',
    says: words(
      'company business organisation organization org entity firm employer institution affiliation affil supplier vendor',
    ),
    unless: words('type kind number no code status date size id phone age'),
  },
  {
    meaning: 'organisation',
    says: words(
      'legal registered trading trade corporate site provider facility school agency account store venue restaurant hospital shop bank owner grantee recipient charity party member client',
    ),
    beside: ofAName,
    unless: words('first last given'),
  },
  {
    meaning: 'fullName',
    says: words(
      'full person contact customer complete whole patient voter author display applicant member client owner employee party',
    ),
    beside: ofAName,
    unless: words('first last given middle mother father company'),
  },
]

const wordsIn = (heading: string): string[] =>
  heading
    .normalize('NFKC')
    .replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter(Boolean)

/** What words of a heading mean, best guess first, where the heading as a whole says nothing. */
export function meaningsOfWords(name: string): string[] {
  const said = wordsIn(name)
  const isSaid = (some: ReadonlySet<string>): boolean => said.some((word) => some.has(word))
  const found = byWord.filter(
    ({ says, beside, unless }) =>
      isSaid(says) && (beside === undefined || isSaid(beside)) && !(unless !== undefined && isSaid(unless)),
  )
  const isFurther = /[2-4]\D*$/.test(name)
  return found.map(({ meaning }) => (meaning === 'street' && isFurther ? 'streetMore' : meaning))
}
