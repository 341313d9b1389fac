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

type Ways = { readonly towns: string; readonly streets: string; readonly legalForms: string; readonly phones: string }

/** Each list as one text, its parts set off by ` | `. */
const country = (
  name: string,
  share: number,
  names: Country['names'],
  language: Country['language'],
  ways: Ways,
): Country => ({
  name,
  share,
  names,
  language,
  towns: towns(ways.towns),
  streets: list(ways.streets),
  legalForms: list(ways.legalForms),
  phones: list(ways.phones),
})

const germanStreets =
  'Industriestraße # | Am Hafen # | Lindenweg # | Werkstraße # | Bahnhofstraße # | Gewerbepark # | Mühlenweg # | Ringstraße #'
const englishStreets =
  '# Station Road | # Mill Lane | # Harbour Street | Unit #, Quarry Park | # Foundry Way | # High Street | # Canal Side'
const americanStreets =
  '# Commerce Drive | # Mill Street | # Industrial Parkway | # Lakeshore Avenue | # Foundry Road | # Main Street'
const frenchStreets =
  '# rue des Forges | # avenue du Port | # rue de la Gare | # zone industrielle Nord | # quai des Moulins'

export const countries: readonly Country[] = [
  country('Germany', 25, 'german', 'german', {
    towns:
      'Berlin, 10### | Hamburg, 20### | München, 80### | Köln, 50### | Frankfurt am Main, 60### | Stuttgart, 70### | Bremen, 28### | Kassel, 34### | Dortmund, 44### | Leipzig, 04### | Nürnberg, 90### | Ulm, 89### | Siegen, 57### | Emden, 26###',
    streets: germanStreets,
    legalForms: 'GmbH | GmbH | GmbH | AG | GmbH & Co. KG | KG',
    phones:
      '+49 30 23125 ###-## | +49 69 90009 ###-## | +49 40 66969 ###-## | +49 221 4710 ###-## | +49 89 99998 ###-##',
  }),
  country('Austria', 4, 'german', 'german', {
    towns: 'Wien, 10#0 | Graz, 80#0 | Linz, 40#0 | Salzburg, 50#0 | Steyr, 44##',
    streets: germanStreets,
    legalForms: 'GmbH | GmbH | AG | GmbH & Co KG',
    phones: '+43 1 000 ## ## | +43 316 000 ###',
  }),
  country('Switzerland', 5, 'german', 'german', {
    towns: 'Zürich, 80## | Basel, 40## | Bern, 30## | Winterthur, 84## | St. Gallen, 90##',
    streets: germanStreets,
    legalForms: 'AG | AG | GmbH',
    phones: '+41 44 000 ## ## | +41 61 000 ## ##',
  }),
  country('United Kingdom', 11, 'english', 'english', {
    towns:
      'London, EC#A #BT | Leeds, LS# #TR | Sheffield, S# #HG | Bristol, BS# #NW | Glasgow, G# #QT | Hull, HU# #DA | Newcastle upon Tyne, NE# #PL | Cardiff, CF# #LX',
    streets: englishStreets,
    legalForms: 'Ltd | Ltd | Limited | plc',
    phones:
      '+44 20 7946 0### | +44 113 496 0### | +44 114 496 0### | +44 117 496 0### | +44 141 496 0### | +44 191 498 0### | +44 29 2018 0###',
  }),
  country('Ireland', 2, 'english', 'english', {
    towns: 'Dublin, D0# X### | Cork, T12 Y### | Galway, H91 A###',
    streets: englishStreets,
    legalForms: 'Ltd | DAC',
    phones: '+353 1 000 ####',
  }),
  country('United States', 14, 'english', 'english', {
    towns:
      'Milwaukee, 532##, WI | Cleveland, 441##, OH | Pittsburgh, 152##, PA | Houston, 770##, TX | Portland, 972##, OR | Charlotte, 282##, NC | Minneapolis, 554##, MN | Savannah, 314##, GA | Tulsa, 741##, OK',
    streets: americanStreets,
    legalForms: 'Inc. | Inc. | LLC | Corp. | Co.',
    phones:
      '+1 41# 555 01## | +1 21# 555 01## | +1 71# 555 01## | +1 50# 555 01## | +1 70# 555 01## | +1 61# 555 01## | +1 33# 555 01##',
  }),
  country('Canada', 3, 'english', 'english', {
    towns: 'Hamilton, L8P #K#, ON | Calgary, T2P #N#, AB | Halifax, B3H #A#, NS',
    streets: americanStreets,
    legalForms: 'Inc. | Ltd. | Corp.',
    phones: '+1 90# 555 01## | +1 40# 555 01##',
  }),
  country('France', 8, 'french', 'french', {
    towns:
      'Paris, 750## | Lyon, 690## | Lille, 590## | Nantes, 440## | Grenoble, 380## | Strasbourg, 670## | Saint-Étienne, 420##',
    streets: frenchStreets,
    legalForms: 'SAS | SARL | SA',
    phones: '+33 1 99 00 ## ## | +33 2 61 91 ## ## | +33 3 53 01 ## ## | +33 4 65 71 ## ## | +33 5 36 49 ## ##',
  }),
  country('Belgium', 2, 'french', 'french', {
    towns: 'Liège, 40#0 | Charleroi, 60#0 | Namur, 50#0',
    streets: frenchStreets,
    legalForms: 'SRL | SA',
    phones: '+32 4 000 ## ##',
  }),
  country('Netherlands', 5, 'dutch', 'english', {
    towns: 'Rotterdam, 30## KL | Eindhoven, 56## BD | Delft, 26## HN | Groningen, 97## TR | Zwolle, 80## AE',
    streets: 'Havenweg # | Molenstraat # | Kanaalkade # | Industrieweg #',
    legalForms: 'B.V. | BV | N.V.',
    phones: '+31 10 000 #### | +31 40 000 ####',
  }),
  country('Sweden', 3, 'nordic', 'nordic', {
    towns: 'Göteborg, 41# ## | Stockholm, 11# ## | Malmö, 21# ## | Västerås, 72# ##',
    streets: 'Hamngatan # | Bruksvägen # | Industrigatan #',
    legalForms: 'AB',
    phones: '+46 31 000 ## ## | +46 8 000 ## ##',
  }),
  country('Denmark', 2, 'nordic', 'nordic', {
    towns: 'Aarhus, 80## | Odense, 50## | Esbjerg, 67##',
    streets: 'Havnegade # | Møllevej #',
    legalForms: 'A/S | ApS',
    phones: '+45 00 ## ## ##',
  }),
  country('Norway', 2, 'nordic', 'nordic', {
    towns: 'Bergen, 50## | Oslo, 01## | Stavanger, 40##',
    streets: 'Havnegata # | Bruksveien #',
    legalForms: 'AS',
    phones: '+47 00 ## ## ##',
  }),
  country('Finland', 2, 'nordic', 'nordic', {
    towns: 'Tampere, 33### | Turku, 20### | Oulu, 90###',
    streets: 'Tehtaankatu # | Satamatie #',
    legalForms: 'Oy',
    phones: '+358 3 000 ####',
  }),
  country('Italy', 5, 'italian', 'italian', {
    towns: 'Milano, 201## | Torino, 101## | Brescia, 251## | Bologna, 401## | Bergamo, 241##',
    streets: 'Via dell’Industria # | Via Mulini # | Corso Europa # | Viale del Porto #',
    legalForms: 'S.r.l. | S.p.A.',
    phones: '+39 02 000 ##### | +39 011 000 ####',
  }),
  country('Spain', 3, 'iberian', 'iberian', {
    towns: 'Bilbao, 480## | Zaragoza, 500## | Valencia, 460## | Sevilla, 410##',
    streets: 'Calle de la Fragua # | Avenida del Puerto # | Polígono Norte #',
    legalForms: 'S.L. | S.A.',
    phones: '+34 940 00# ###',
  }),
  country('Portugal', 1, 'iberian', 'iberian', {
    towns: 'Porto, 40##-### | Aveiro, 38##-###',
    streets: 'Rua da Fundição # | Avenida do Cais #',
    legalForms: 'Lda. | S.A.',
    phones: '+351 220 00# ###',
  }),
  country('Brazil', 1.5, 'iberian', 'iberian', {
    towns: 'Joinville, 892##-### | Campinas, 130##-###',
    streets: 'Rua das Oficinas # | Avenida Industrial #',
    legalForms: 'Ltda. | S.A.',
    phones: '+55 47 0000 ####',
  }),
  country('Mexico', 1, 'iberian', 'iberian', {
    towns: 'Monterrey, 640## | Querétaro, 761##',
    streets: 'Calle Fundidores # | Avenida del Parque #',
    legalForms: 'S.A. de C.V.',
    phones: '+52 81 0000 ####',
  }),
  country('Poland', 3, 'slavic', 'slavic', {
    towns: 'Gdańsk, 80-### | Katowice, 40-### | Poznań, 60-### | Wrocław, 50-###',
    streets: 'ul. Przemysłowa # | ul. Portowa # | ul. Fabryczna #',
    legalForms: 'Sp. z o.o. | S.A.',
    phones: '+48 58 000 ## ##',
  }),
  country('Czechia', 1, 'slavic', 'slavic', {
    towns: 'Brno, 60# ## | Ostrava, 70# ##',
    streets: 'Tovární # | Nádražní #',
    legalForms: 's.r.o. | a.s.',
    phones: '+420 000 ### ###',
  }),
  country('Ukraine', 0.8, 'ukrainian', 'ukrainian', {
    towns: 'Львів, 790## | Дніпро, 490##',
    streets: 'вул. Заводська #',
    legalForms: 'ТОВ',
    phones: '+380 32 000 ####',
  }),
  country('Greece', 0.8, 'greek', 'greek', {
    towns: 'Θεσσαλονίκη, 54# ## | Πάτρα, 26# ##',
    streets: 'Οδός Λιμένος #',
    legalForms: 'Α.Ε.',
    phones: '+30 231 000 ####',
  }),
  country('Türkiye', 0.8, 'turkish', 'turkish', {
    towns: 'Bursa, 160## | İzmir, 350##',
    streets: 'Sanayi Caddesi #',
    legalForms: 'A.Ş. | Ltd. Şti.',
    phones: '+90 224 000 ## ##',
  }),
  country('India', 2, 'indian', 'english', {
    towns: 'Pune, 4110##, MH | Chennai, 6000##, TN | Ahmedabad, 3800##, GJ',
    streets: '# Mill Road | Plot #, Phase II Estate',
    legalForms: 'Pvt Ltd | Limited',
    phones: '+91 20 000 #####',
  }),
  country('Japan', 2, 'japanese', 'japanese', {
    towns: '名古屋市, 450-00## | 大阪市, 530-00## | 北九州市, 800-00##',
    streets: '港町#-1 | 工業団地#番',
    legalForms: '株式会社',
    phones: '+81 52 000 ####',
  }),
  country('China', 1.2, 'chinese', 'chinese', {
    towns: '苏州, 2150## | 宁波, 3150##',
    streets: '工业路#号',
    legalForms: '有限公司',
    phones: '+86 512 0000 ####',
  }),
  country('South Korea', 0.9, 'korean', 'korean', {
    towns: '울산, 446## | 창원, 514##',
    streets: '공단로 #',
    legalForms: '주식회사',
    phones: '+82 52 000 ####',
  }),
  country('United Arab Emirates', 1, 'arabic', 'arabic', {
    towns: 'دبي, 000## | أبوظبي, 000##',
    streets: 'شارع الميناء #',
    legalForms: 'LLC',
    phones: '+971 4 000 ####',
  }),
]
