/** What a company makes: the word in its name, by language, and the industry it belongs to. */
export type Trade = { readonly industry: string; readonly share: number; readonly words: Words }

type Words = {
  readonly german: string
  readonly english: string
  readonly french: string
  readonly nordic: string
  readonly italian: string
  readonly iberian: string
  readonly slavic: string
  readonly turkish: string
  readonly ukrainian: string
  readonly greek: string
  readonly japanese: string
  readonly chinese: string
  readonly korean: string
  readonly arabic: string
}

const languages = [
  'german',
  'english',
  'french',
  'nordic',
  'italian',
  'iberian',
  'slavic',
  'turkish',
  'ukrainian',
  'greek',
  'japanese',
  'chinese',
  'korean',
  'arabic',
] as const

const trade = (industry: string, share: number, text: string): Trade => {
  const words = text.split(' | ')
  return {
    industry,
    share,
    words: Object.fromEntries(languages.map((language, at) => [language, words[at] ?? ''])) as Words,
  }
}

export const trades: readonly Trade[] = [
  trade(
    'Machinery',
    16,
    'Pumpen | Pumps | Pompes | Pumpar | Pompe | Bombas | Pompy | Pompa | Насоси|Nasosy | Αντλίες|Antlies | 製作所|Seisakusho | 泵业|Pumps | 펌프|Pumps | للمضخات|Pumps',
  ),
  trade(
    'Manufacturing',
    15,
    'Maschinenbau | Works | Mécanique | Verkstad | Meccanica | Talleres | Maszyny | Makine | Механіка|Mekhanika | Μηχανική|Michaniki | 機械|Kikai | 机械|Machinery | 기계|Machinery | للآلات|Machinery',
  ),
  trade(
    'Food & Beverage',
    11,
    'Molkerei | Foods | Laiteries | Mejeri | Alimentari | Alimentos | Browary | Gıda | Молокозавод|Moloko | Τρόφιμα|Trofima | 食品|Foods | 食品|Foods | 식품|Foods | للأغذية|Foods',
  ),
  trade(
    'Chemicals',
    9,
    'Chemie | Chemicals | Chimie | Kemi | Chimica | Química | Chemia | Kimya | Хімія|Khimiya | Χημικά|Chimika | 化学|Kagaku | 化工|Chemical | 화학|Chemical | للكيماويات|Chemicals',
  ),
  trade(
    'Energy',
    9,
    'Energie | Energy | Énergie | Energi | Energia | Energía | Energetyka | Enerji | Енергія|Enerhiya | Ενέργεια|Energeia | 電力|Denryoku | 能源|Energy | 에너지|Energy | للطاقة|Energy',
  ),
  trade(
    'Utilities',
    8,
    'Wasserwerke | Water | Eaux | Vatten | Acque | Aguas | Wodociągi | Su | Водоканал|Vodokanal | Ύδρευση|Ydrefsi | 水道|Suido | 水务|Water | 수자원|Water | للمياه|Water',
  ),
  trade(
    'Engineering',
    9,
    'Anlagenbau | Engineering | Ingénierie | Teknik | Impianti | Ingeniería | Instalacje | Mühendislik | Проєкт|Proekt | Έργα|Erga | 技研|Giken | 工程|Engineering | 엔지니어링|Engineering | للهندسة|Engineering',
  ),
  trade(
    'Transportation',
    6,
    'Logistik | Logistics | Logistique | Logistik | Logistica | Logística | Logistyka | Lojistik | Логістика|Lohistyka | Μεταφορές|Metafores | 物流|Butsuryu | 物流|Logistics | 물류|Logistics | للنقل|Transport',
  ),
  trade(
    'Manufacturing',
    6,
    'Papier | Paper | Papeteries | Papper | Cartiere | Papeleras | Papiernia | Kağıt | Папір|Papir | Χαρτί|Charti | 製紙|Seishi | 纸业|Paper | 제지|Paper | للورق|Paper',
  ),
  trade(
    'Healthcare',
    4,
    'Medizintechnik | Medical | Médical | Medicinteknik | Medicale | Médica | Medyczna | Medikal | Медтех|Medtekh | Ιατρικά|Iatrika | 医療機器|Iryo | 医疗|Medical | 의료|Medical | الطبية|Medical',
  ),
  trade(
    'Construction',
    4,
    'Bau | Construction | Construction | Bygg | Costruzioni | Construcciones | Budowa | İnşaat | Будівництво|Budivnytstvo | Κατασκευές|Kataskeves | 建設|Kensetsu | 建设|Construction | 건설|Construction | للبناء|Construction',
  ),
  trade(
    'Electronics',
    3,
    'Sensorik | Electronics | Électronique | Elektronik | Elettronica | Electrónica | Elektronika | Elektronik | Електрон|Elektron | Ηλεκτρονικά|Ilektronika | 電子|Denshi | 电子|Electronics | 전자|Electronics | للإلكترونيات|Electronics',
  ),
]

/** The parts company names are made of, where Latin letters are used; joined they are words nobody had before. */
export const beginnings =
  'Brack Kest Hal Fen Quer Osk Tarn Vind Ulv Cor Dels Esk Fal Grim Hess Ister Jolm Kald Lorn Mel Nev Pell Rav Sal Tev Umb Yar Zell Brin Crav Dorn Elm Forv Gant Hulm Ilm Jurn Kryl Lysk Mord Narv Orl Prus Rosk Stev Thal Urn Vard Wes Yst Amber Berlo Corv Drev Elst'.split(
    ' ',
  )

export const endings = {
  german: 'wald mark berg stein moor tal furt hausen bach feld rath horst beck brunn loh',
  english: 'ford dale haven brook mere stow wick combe worth leigh ridge holt gate shaw croft',
  french: 'aux vigne mont court fort rive clair bois ance elles ières',
  nordic: 'vik stad lund holm vald fors nes dal borg sund',
  italian: 'ara esi ini alba ora enta ella orno ate asco',
  iberian: 'eda ura anza osa ero ales inho ada enza ares',
  slavic: 'owice ova any yce ów elin no ava isko',
  turkish: 'lar köy dağ su kaya pınar taş kent',
} as const

/** Names in other scripts, and how they are written in an address. */
export const elsewhere = {
  ukrainian:
    'Смерека|Smereka Дністрань|Dnistran Верховія|Verkhoviya Калинець|Kalynets Лугодар|Luhodar Полісвіт|Polisvit Зоремир|Zoremyr',
  greek: 'Θαλασσία|Thalassia Ορεινός|Oreinos Μελισσώνας|Melissonas Αιγλήεις|Aigliis Πελαγών|Pelagon Κυανός|Kyanos',
  japanese:
    '霧ヶ浜|Kirigahama 朝凪|Asanagi 瑞鳳台|Zuihodai 若竹野|Wakatakeno 碧泉|Hekisen 大鷹原|Otakahara 銀嶺|Ginrei',
  chinese: '恒澜|Henglan 瑞溪|Ruixi 东岚|Donglan 鼎禾|Dinghe 清越|Qingyue 海砺|Haili',
  korean: '한빛나루|Hanbitnaru 새마루|Saemaru 다온들|Daondeul 푸른결|Pureungyeol 큰솔|Keunsol',
  arabic: 'واحة_النور|Wahat_Alnoor بحر_الرمال|Bahr_Alrimal نجم_الساحل|Najm_Alsahel برج_الصقر|Burj_Alsaqr',
} as const
