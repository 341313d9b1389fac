/** A name as it is written, and in Latin letters where those differ: what goes into an e-mail address. */
export type Name = { readonly written: string; readonly latin: string }

/** How people are called somewhere. */
export type NameSet = {
  readonly women: readonly Name[]
  readonly men: readonly Name[]
  readonly families: readonly Name[]
}

const names = (text: string): readonly Name[] =>
  text
    .trim()
    .split(/\s+/)
    .map((one) => {
      const [written = '', latin = written] = one.split('|')
      return { written: written.replaceAll('_', ' '), latin: latin.replaceAll('_', ' ') }
    })

/** Every stem with every ending: names nobody has to think of one by one. */
const composed = (stems: string, endings: string): string =>
  stems
    .split(' ')
    .flatMap((stem) => endings.split(' ').map((ending) => stem + ending))
    .join(' ')

const set = (women: string, men: string, families: string): NameSet => ({
  women: names(women),
  men: names(men),
  families: names(families),
})

const german = set(
  'Anna Katharina Sabine Claudia Julia Birgit Stefanie Petra Monika Ursula Lena Hannah Johanna Franziska Susanne Heike Martina Silke Nicole Andrea Elisabeth Charlotte Antje Friederike Jutta Carolin Theresa Verena Mareike Wiebke',
  'Thomas Michael Stefan Andreas Wolfgang Klaus Jürgen Matthias Christian Alexander Friedrich Hans Karl Heinrich Jonas Lukas Tobias Sebastian Florian Martin Uwe Bernd Dieter Ulrich Maximilian Joachim Gerhard Konrad Jens Torsten Rüdiger Eberhard',
  'Ahlbrecht Baumhauer Brackmann Dornseif Eichstädt Feldkirchner Gärtling Hagenlocher Immendorf Jägerhuber Kaltenbrunn Lindhorst Möllenbeck Niederstätter Osterloh Pfannschmidt Quadflieg Reetmeyer Sandvoß Tannenberger Uhlenbrock Vossbeck Wiesenthal Zumbusch Altmeier Bergholz Clausnitz Drechsel Ernstthal Fichtler Grünwaldt Hofstetter Kirchgässner Langenfelder Morgenroth Nussbaumer Petersdorf Rautenberg Schäfermann Steinhausen Theobaldi Unterweger Vogelsanger Weidenbach Zellweger Böttcher Kröger Schönfelder Hübenthal Köstler Müllenbach Lütkemeyer Ritterhoff Saalfrank Teschner Wackernagel Hintermeier Kuhlenkamp Obermoser Strathmann',
)

const english = set(
  'Elizabeth Margaret Catherine Jennifer Susan Patricia Deborah Victoria Emily Charlotte Rebecca Samantha Abigail Jessica Kimberly Alison Amanda Barbara Christine Dorothy Eleanor Florence Gwendolyn Harriet Imogen Josephine Kathleen Louise Madeleine Niamh Siobhan Theresa',
  'William Robert James Michael Richard Edward Thomas Charles Christopher Daniel Matthew Anthony Andrew Joseph Steven Benjamin Samuel Nicholas Alexander Gregory Frederick Jonathan Timothy Lawrence Douglas Kenneth Ronald Gerald Duncan Eoin Fergus Malcolm',
  "Ashcombe Brindlewood Carraway Dunmorey Ellerby Farnsworth Gallowfield Harrowgate Inglewright Jessamy Kettlewell Lanchester Merriweather Nethercott Oakhanger Penhallow Quillfeather Ravensdale Silverthorne Thackeray Underhill Wetherington Yarborough Addlestone Blakemore Coldwater Drummondy Eastlake Fairclough Greystoke Hollingbery Ironside Kilbride Lockridge Marchbanks Northcutt Okoro Adeyemi Patel Ramsbottom Stonebridge Tillotson Vandermeer Whitlocke O'Carroway O'Fallowey MacInver McAllardyce Bellweather Crosswhite Dovecote Fernihough Hartnell Larkspur Mossgrove Pemberley Redfearn Swinburne Trevanion Wyndham",
)

const french = set(
  'Camille Élodie Sophie Nathalie Isabelle Aurélie Céline Juliette Margaux Hélène Valérie Clémence Océane Mathilde Béatrice Solène Geneviève Amélie',
  'Pierre Jean-Luc François Mathieu Étienne Laurent Olivier Guillaume Thibault Benoît Sébastien Gaëtan Rémi Antoine Bastien Jérôme Yannick Frédéric',
  'Beaumarchand Chastaingt Delacroisette Desforges Fontvieille Grandmaison Jolicœur Lamoureuse Montfleury Navarrin Perrodin Quesnoy Rocheblave Saint-Arlay Tournemire Vaillancourt Bellecombe Carpentras Dutilleux Ferrandier Girodet Hautefeuille Lagardette Maisonneuve Pontchâteau Rivoire Sauvageot Tréville Boisrond Courtemanche ' +
    composed('Beau Chastain Dela Font Grand Joli Lamou Mont Nava Roche Tourne Belle', 'vigne mare court lieu'),
)

const dutch = set(
  'Anouk Femke Saskia Marieke Lieke Sanne Willemijn Hendrika Carlijn Jolanda Maaike Tineke',
  'Pieter Jeroen Willem Hendrik Sander Matthijs Bram Cornelis Thijs Rutger Joost Gijs',
  'van_Aalstervoort de_Brouckere Dijkgraaf van_den_Elzenaar Fokkerink Groenewoud van_der_Haagen Jonkhart Kuipersma Lamsvelt Meerdink Nieuwkoper Oosterwal Pruissen Roodenburgh Schuitemaker Terwindt Uitenbroek Verhoevenaar Wolthuizen Zandbergen ' +
    composed(
      'Aalster Broeker Dijken Elzen Groene Haager Jonker Lamsveld Meer Ooster Rooden Uiten',
      'man dijk horst kamp',
    ),
)

const nordic = set(
  'Ingrid Astrid Sigrid Linnea Maja Freja Kirsten Solveig Ragnhild Annika Gunilla Birgitta Aino Päivi Mette Karoline Åsa Signe',
  'Lars Erik Magnus Anders Henrik Søren Bjørn Gustav Mikael Jukka Olli Håkon Torbjørn Nils Oskar Kasper Jørgen Pekka',
  'Almqvister Bergvall Dahlborg Ekelöv Forsgård Granholmen Hallingby Isakstuen Järvelä Kjellborg Lindgaard Månsby Nygårdsen Oxelqvist Rønnestad Sjögrensson Thorvaldstad Ulvestad Vestergren Wickholm Åkesdotter Øverlien Haapavuori Koskimaa Lehtovirta Mäkitalo Nurmijoki',
)

const italian = set(
  'Giulia Francesca Chiara Alessandra Valentina Federica Ilaria Simona Paola Ludovica Beatrice Donatella',
  'Giuseppe Alessandro Lorenzo Matteo Francesco Giovanni Luca Davide Stefano Vincenzo Riccardo Emanuele',
  'Altavilla Bencivegni Castelbarco Dallapè Falconieri Grimandelli Incisetti Lombardelli Montevecchi Nardocci Orsenigo Pallavera Quagliarini Ronconelli Santarcangeli Tagliaverde Vallebona Zambrotto ' +
    composed(
      'Alta Benci Castel Dalla Falco Grima Inci Monte Nardo Orse Palla Ronco Taglia Valle',
      'villa velli netti relli',
    ),
)

const iberian = set(
  'Lucía Carmen Beatriz Inés Mariana Gabriela Pilar Rosário Fernanda Catarina Ximena Guadalupe Letícia Dolores Consuelo Paloma',
  'Alejandro Javier José Francisco Rodrigo Joaquim Tiago Eduardo Rafael Íñigo Gonçalo Enrique Ricardo Santiago Mateus Vicente',
  'Almendrosa Barrientes Calderinha Domarco Echevarrena Fuentealba Guimarosa Herreruela Ibarzábal Jardimeiro Lagunares Monteagudo Nogueirol Olivaredo Peñalosa Quintaneiro Rivadenera Sotomayara Tavarelho Urrutiaga Valverdosa Zapatelo Brancoval Figueiral ' +
    composed('Almen Barri Calde Doma Eche Fuen Guima Ibar Lagu Monte Oliva Quinta Riva Tava', 'dera leda rosa mil'),
)

const slavic = set(
  'Agnieszka Katarzyna Małgorzata Joanna Zuzanna Barbora Jitka Kateřina Lenka Ewa Dorota Hana',
  'Krzysztof Wojciech Tomasz Paweł Łukasz Jakub Ondřej Vojtěch Stanisław Radek Marek Zbyněk',
  'Borowiczak Czerniak Dobrzyniec Gajdosz Hrubeš Jaworczyk Kasprzyk Leśniak Mazurczak Novotník Olszak Pospíchal Rybarczyk Sedláček Tomaszczyk Urbánek Wierzbiec Zahradník Zawilak Křivánek ' +
    composed('Boro Czer Dobro Gaj Jawor Kasp Mazur Olsz Ryb Toma Wierz Grab Brzo Lip', 'czak niak wiec lik'),
)

const ukrainian = set(
  'Оксана|Oksana Наталія|Nataliya Ірина|Iryna Світлана|Svitlana Людмила|Lyudmyla Катерина|Kateryna Олена|Olena Юлія|Yuliya',
  'Олександр|Oleksandr Сергій|Serhiy Андрій|Andriy Дмитро|Dmytro Василь|Vasyl Тарас|Taras Богдан|Bohdan Юрій|Yuriy',
  'Березюк|Berezyuk Горбатенко|Horbatenko Дорошук|Doroshuk Журавель|Zhuravel Криворучко|Kryvoruchko Лисогор|Lysohor Мороченко|Morochenko Остапчук|Ostapchuk Петрівець|Petrivets Стельмашук|Stelmashuk Ткаченюк|Tkachenyuk Яворенко|Yavorenko',
)

const greek = set(
  'Ελένη|Eleni Μαρία|Maria Κατερίνα|Katerina Βασιλική|Vasiliki Σοφία|Sofia Δήμητρα|Dimitra Ιωάννα|Ioanna',
  'Γιώργος|Giorgos Δημήτρης|Dimitris Νίκος|Nikos Κωνσταντίνος|Konstantinos Παναγιώτης|Panagiotis Σπύρος|Spyros Ανδρέας|Andreas',
  'Αλεξιάδης|Alexiadis Βαρδάκης|Vardakis Γαλανόπουλος|Galanopoulos Δρακάκης|Drakakis Ζαχαρίου|Zachariou Καραμήτρος|Karamitros Λυμπερίδης|Lymperidis Μαυρόγιαννης|Mavrogiannis Ξενάκος|Xenakos Πετρίδης|Petridis Ροδίτης|Roditis Σταματίου|Stamatiou',
)

const turkish = set(
  'Ayşe Elif Zeynep Şebnem Gülay Nazlı Defne Özlem',
  'Mehmet Kerem Emre Barış Tuğrul Cem Serkan Ömer',
  'Akçadağ Bozkurtlu Çelikbaş Demirkapı Erdoğmuş Güneşli Işıkhan Karabulutlu Özdağlı Şahinbey Taşdelen Yıldırımer',
)

const indian = set(
  'Ananya Priya Lakshmi Deepika Meera Kavitha Sunita Nandini Aishwarya Rukmini',
  'Arjun Rajesh Vikram Suresh Anil Karthik Sanjay Harish Pranav Devendra',
  'Acharekar Bhattarai Chidambaran Deshpandey Gopalkrishnan Iyengarh Joshilkar Kulkarnee Malhotray Nambiary Pillaiyar Raghunathan Subramaniar Thekkepat Venkataraghavan Wadhwani',
)

const japanese = set(
  '美咲|Misaki 陽子|Yoko さくら|Sakura 由美子|Yumiko 恵|Megumi 直美|Naomi 千尋|Chihiro',
  '健太|Kenta 浩二|Koji 大輔|Daisuke 翔|Sho 隆|Takashi 誠|Makoto 拓也|Takuya',
  '霧島|Kirishima 波多江|Hatae 柊木|Hiiragi 雪村|Yukimura 千早|Chihaya 真壁|Makabe 榊原|Sakakibara 鳴海|Narumi 月岡|Tsukioka 綾瀬|Ayase 白鳥|Shiratori 桐生|Kiryu',
)

const chinese = set(
  '雨桐|Yutong 静|Jing 丽华|Lihua 思琪|Siqi 晓燕|Xiaoyan 佳宁|Jianing',
  '伟|Wei 志强|Zhiqiang 俊杰|Junjie 浩然|Haoran 建国|Jianguo 文博|Wenbo',
  '欧阳|Ouyang 司徒|Situ 柳|Liu 祁|Qi 岑|Cen 翟|Zhai 慕容|Murong 虞|Yu 纪|Ji 闻|Wen 尚|Shang 夏侯|Xiahou',
)

const korean = set(
  '지은|Jieun 서연|Seoyeon 민지|Minji 수빈|Subin 은영|Eunyoung',
  '민준|Minjun 지훈|Jihoon 현우|Hyunwoo 성호|Sungho 동현|Donghyun',
  '남궁|Namgung 선우|Sunwoo 황보|Hwangbo 제갈|Jegal 독고|Dokgo 사공|Sagong 마|Ma 표|Pyo 추|Choo 탁|Tak',
)

const arabic = set(
  'فاطمة|Fatima نور|Noor ليلى|Layla مريم|Maryam سارة|Sara هند|Hind',
  'أحمد|Ahmed خالد|Khalid عمر|Omar يوسف|Yousef سعيد|Saeed طارق|Tariq',
  'المرزوقي|Al_Marzouqi الشامي|Al_Shami النجار|Al_Najjar الحداد|Al_Haddad البستاني|Al_Bustani الرفاعي|Al_Rifai القاسمي|Al_Qasimi الزهراني|Al_Zahrani الفارس|Al_Faris',
)

export const nameSets = {
  german,
  english,
  french,
  dutch,
  nordic,
  italian,
  iberian,
  slavic,
  ukrainian,
  greek,
  turkish,
  indian,
  japanese,
  chinese,
  korean,
  arabic,
} as const satisfies Record<string, NameSet>
