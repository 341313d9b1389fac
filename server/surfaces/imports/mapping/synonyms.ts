import { squeezed } from '../reading/folding.ts'

/**
 * What other systems and other languages call the standard fields: export headings of HubSpot, Marketo, Odoo, Pipedrive, Zoho,
 * Dynamics, LinkedIn, badge scanners and web-to-lead forms, in English, German, French, Spanish, Italian, Portuguese and Dutch.
 * A field of any object that bears the name takes them.
 */
const SYNONYMS: Readonly<Record<string, string>> = {
  Id: 'id, record id, salesforce id, sfdc id, 18 char id',
  FirstName:
    'first, given name, givenname, fname, forename, christian name, name first, contact first name, vorname, rufname, prénom, nombre, nombre de pila, nome, primo nome, primeiro nome, voornaam, fornavn, förnamn, imię, имя',
  LastName:
    'last, surname, family name, lname, second name, name last, contact last name, nachname, familienname, zuname, nom, nom de famille, apellido, apellidos, cognome, sobrenome, apelido, achternaam, etternavn, efternamn, nazwisko, фамилия',
  Name: 'full name, fullname, contact name, person, person name, display name, attendee, attendee name, participant, customer name, your name, lead name, nom complet, nombre completo, nome completo, vollständiger name, ansprechpartner, kontakt, kontaktperson, naam, contactpersoon, partner name, contact person, imię i nazwisko',
  Salutation: 'prefix, honorific, name prefix, anrede, civilité, tratamiento, titolo, aanhef, mr mrs',
  Title:
    'job title, jobtitle, position, job position, function, job function, job role, role, designation, current position, berufsbezeichnung, funktion, stelle, poste, fonction, cargo, puesto, posizione, ruolo, functie, stanowisko',
  Company:
    'company name, account, account name, accountname, organization, organisation, organization name, employer, business, business name, company organization, current company, company or account, firm, firma, firmenname, unternehmen, société, entreprise, raison sociale, empresa, compañía, azienda, ragione sociale, società, bedrijf, bedrijfsnaam, organisatie, företag, selskap, firma nazwa, компания, exhibitor, institution, commercial partner',
  Email:
    'e mail, email address, e mail address, emailaddress, mail, mail address, work email, business email, primary email, contact email, email 1, email1, your email, correo, correo electrónico, adresse email, adresse e mail, courriel, adresse électronique, indirizzo email, posta elettronica, e mailadres, e mail adresse, endereço de email, epost, электронная почта',
  Phone:
    'phone number, telephone, telephone number, tel, tel no, telefon, telefonnummer, rufnummer, téléphone, teléfono, telefono, telefone, telefoon, telefoonnummer, business phone, work phone, office phone, phone 1, phone1, direct phone, direct dial, main phone, company phone, phone work, fixnetz, festnetz, contact phone, primary phone',
  MobilePhone:
    'mobile, mobile number, mobile phone number, cell, cell phone, cellphone, cellular, handy, handynummer, mobil, mobiltelefon, mobilnummer, portable, téléphone portable, móvil, celular, cellulare, telemóvel, mobiel, gsm, natel, phone mobile',
  Fax: 'fax number, faxnummer, telefax, télécopie, fax no',
  Website:
    'web, web site, url, homepage, home page, webpage, web page, web address, site web, sitio web, página web, sito, sito web, company domain, domain, company domain name, domain name, internet, webseite, company website, website url',
  Industry:
    'sector, branche, industrie, secteur, secteur d activité, industria, settore, setor, branża, business sector, business segment, market segment, vertical, sic description, industry group, industry type',
  AnnualRevenue:
    'revenue, annual revenue usd, yearly revenue, turnover, annual turnover, umsatz, jahresumsatz, chiffre d affaires, ingresos, facturación, fatturato, faturamento, omzet, sales revenue, company revenue, revenues, estimated revenue, declared monthly revenue',
  NumberOfEmployees:
    'employees, employee count, no of employees, num employees, numemployees, num emp, numemp, number employees, headcount, staff, company size, mitarbeiter, mitarbeiterzahl, anzahl mitarbeiter, effectif, nombre d employés, empleados, número de empleados, dipendenti, numero dipendenti, funcionários, medewerkers, aantal medewerkers, no employees, size',
  LeadSource:
    'source, lead source, origin, original source, original source type, acquisition channel, channel, utm source, source campaign, herkunft, quelle, leadquelle, origine, origen, fuente, fonte, herkomst, bron, how did you hear about us, first touch, source type, medium, lead origin, opportunity source',
  Status:
    'lead status, lifecycle stage, state of lead, statut, estado del lead, stato, leadstatus, contact status, lead stage, processing status',
  Rating: 'lead rating, temperature, hotness, priority rating, bewertung, interest level, lead temperature',
  Description:
    'comments, comment, notes, note, remarks, remark, message, your message, details, memo, additional comments, background, bemerkung, bemerkungen, anmerkung, notiz, notizen, kommentar, beschreibung, commentaire, commentaires, remarques, descripción, comentarios, observaciones, notas, descrizione, commenti, descrição, opmerking, opmerkingen, omschrijving, internal notes, summary, questions',
  Street:
    'address, street address, address line 1, address 1, address1, street 1, line 1, straße, strasse, adresse, anschrift, rue, dirección, calle, indirizzo, via, endereço, rua, straat, adres, postal address, mailing address, company address, business street',
  City: 'town, city town, ort, stadt, wohnort, ville, ciudad, localidad, città, cidade, plaats, stad, municipality, business city, miasto',
  State:
    'region, province, state province, state region, county, bundesland, kanton, canton, région, provincia, estado, regione, provincie, state code, us state, business state, state abbreviation',
  PostalCode:
    'zip, zip code, zipcode, postcode, post code, postal, zip postal code, plz, postleitzahl, code postal, código postal, codice postale, cap, cep, pincode, pin code, zip postal, kod pocztowy',
  Country:
    'country region, land, pays, país, paese, nation, country name, country code, kraj, страна, country territory, business country, headquarters country, office location',
  HasOptedOutOfEmail:
    'email opt out, emailoptout, opted out, opt out, unsubscribed, unsubscribed from all email, do not email, no email, email unsubscribed, blacklist, newsletter opt out, abgemeldet',
  HasOptedOutOfFax: 'fax opt out, faxoptout, do not fax',
  DoNotCall: 'do not call, donotcall, no calls, phone opt out, nicht anrufen, call opt out',
  OwnerId:
    'owner, record owner, lead owner, account owner, contact owner, opportunity owner, deal owner, campaign owner, contact owner name, assigned to, assignee, assigned user, salesperson, sales person, sales agent, agent, sales rep, rep, sr id, account manager, account executive, responsible, responsible person, user, besitzer, inhaber, zuständig, verantwortlich, vertriebsmitarbeiter, propriétaire, commercial, propietario, vendedor, proprietario, responsabile, responsável, eigenaar, verkäufer, verkoper, owner email, user id',
  CreatedDate:
    'created, create date, created at, created on, date created, creation date, date added, added on, first contact date, signup date, sign up date, registration date, registered at, submitted at, timestamp, time stamp, scan date, scan time, scanned at, date, erstellt, erstellt am, erstellungsdatum, anlagedatum, date de création, fecha de creación, data di creazione, data de criação, aangemaakt, became a lead date, capture date, connected on',
  NumberSent: 'sent, num sent, recipients',
  AccountId:
    'account, account name, company, company name, organization, organisation, customer, client, firma, kunde, kundenname, unternehmen, société, entreprise, client name, empresa, cliente, azienda, bedrijf, klant, associated company, parent account name, primary company, seller id, accountname, organization name, company id',
  ParentId:
    'parent, parent account, parent company, subsidiary of, subsidiaryof, part of, headquarters, holding, muttergesellschaft, konzern, société mère, empresa matriz, parent campaign, ultimate parent, parent name, parent organization',
  Type: 'account type, customer type, opportunity type, deal type, campaign type, record type, typ, tipo, contact type, business type, relationship, category',
  AccountNumber:
    'account no, account nr, customer number, customer no, client number, kundennummer, kundennr, numéro client, número de cliente, codice cliente, debitor, account reference',
  Site: 'account site, location site, standort, branch',
  YearStarted:
    'year established, founded, founded year, year founded, foundation year, established, gründungsjahr, gegründet, année de création, año de fundación, anno di fondazione, year of foundation',
  TickerSymbol: 'ticker, stock symbol, symbol',
  Ownership: 'ownership type, legal structure',
  Sic: 'sic code, siccode',
  SicDesc: 'sic description, siccodedescription',
  NaicsCode: 'naics',
  DunsNumber: 'duns, d u n s number, d u n s',
  AccountSource: 'source of account',
  Department: 'dept, abteilung, département, service, departamento, reparto, afdeling, division',
  Birthdate:
    'birthday, date of birth, dob, geburtsdatum, geburtstag, date de naissance, fecha de nacimiento, data di nascita, geboortedatum',
  ReportsToId: 'reports to, manager name, boss, vorgesetzter, supervisor',
  ManagerId: 'manager, manager name, sales manager, team lead, supervisor, vorgesetzter, reports to',
  AssistantName: 'assistant, asst name, assistent',
  AssistantPhone: 'asst phone',
  HomePhone: 'home, private phone, privat',
  OtherPhone: 'phone 2, phone2, other telephone, second phone',
  StageName:
    'stage, deal stage, dealstage, opportunity stage, sales stage, pipeline stage, phase, verkaufsphase, étape, etapa, fase, status, deal status, opportunity status, stage name',
  Amount:
    'value, deal value, deal amount, opportunity amount, deal size, close value, closevalue, total, total value, expected revenue, revenue, opportunity revenue, planned revenue, price, contract value, amount received, amount paid, payment amount, betrag, auftragswert, wert, volumen, montant, importe, valor, importo, valore, bedrag, waarde, acv, tcv, amount usd, amount eur, estimated value, actual value, actual revenue, estimated revenue',
  CloseDate:
    'close, closing date, closed date, close dt, closed on, closed at, expected close date, expected close, expected closing, expected closing date, estimated close date, est close date, actual close date, won date, won time, lost date, signed on, deadline, abschlussdatum, abschluss, date de clôture, date de signature, fecha de cierre, data di chiusura, data de fechamento, sluitingsdatum, order date, win date',
  Probability:
    'prob, win probability, chance, likelihood, wahrscheinlichkeit, probabilité, probabilidad, probabilità, kans, confidence, deal probability',
  NextStep: 'next steps, next action, nächster schritt, prochaine étape, próximo paso',
  OpportunityId:
    'opportunity, opportunity name, deal, deal name, opportunity id, deal id, sale, contract, order, verkaufschance, geschäft, opportunité, affaire, oportunidad, opportunità, auftrag',
  ReceivedDate:
    'received, received on, date received, payment date, paid on, paid at, date paid, paid, value date, booking date, booked on, transaction date, credited on, date, zahlungsdatum, eingangsdatum, buchungsdatum, valuta, wertstellung, date de paiement, fecha de pago, data pagamento, betaaldatum',
  Reference:
    'payment reference, bank reference, transaction id, transaction reference, payment id, payment number, reference number, ref, verwendungszweck, zahlungsreferenz, référence, referencia, riferimento, kenmerk',
  InvoiceNumber:
    'invoice, invoice no, invoice nr, invoice number, invoice id, bill, bill number, rechnung, rechnungsnummer, rechnungsnr, facture, numéro de facture, factura, número de factura, fattura, numero fattura, factuur, factuurnummer',
  Method:
    'payment method, payment type, method of payment, paid by, means of payment, zahlungsart, zahlungsmittel, mode de paiement, forma de pago, metodo di pagamento, betaalwijze',
  LossReason:
    'lost reason, loss reason, closed lost reason, reason lost, reason for loss, verlustgrund, motif de perte, motivo perdita, motivo de pérdida, lost reasons, win loss reason',
  ForecastCategoryName: 'forecast category, forecast',
  TotalOpportunityQuantity: 'quantity, qty, menge, quantité, cantidad, number of units',
  CampaignId:
    'campaign, campaign name, campaign id, primary campaign source, marketing campaign, kampagne, campagne, campaña, campagna, event name, show, trade show, source campaign, list name',
  LeadId: 'lead, mql id, lead email, original lead, source lead, lead record',
  ContactId: 'contact, contact email, primary contact, contact record',
  StartDate:
    'start, starts, begin, begin date, from, startdatum, beginn, date de début, fecha de inicio, data inizio, starts on',
  EndDate: 'end, ends, until, to, enddatum, ende, date de fin, fecha de fin, data fine, ends on, finish',
  BudgetedCost: 'budget, planned cost, budgeted, geplante kosten, coût budgété, planned budget',
  ActualCost: 'cost, actual spend, spend, spent, kosten, coût, costo, costo real, ist kosten',
  ExpectedRevenue: 'expected revenue in campaign, planned revenue, erwarteter umsatz',
  ExpectedResponse: 'expected response rate, target response',
  IsActive: 'active, aktiv, actif, activo, enabled, attivo',
  Subject:
    'task, activity, activity subject, topic, betreff, sujet, objet, asunto, oggetto, onderwerp, call subject, event subject, summary line',
  ActivityDate:
    'due, due date, deadline, fällig, fällig am, échéance, date d échéance, fecha de vencimiento, scadenza, vervaldatum, activity due date',
  Priority: 'importance, priorität, priorité, prioridad, priorità, urgency',
  WhoId: 'who, related person, regarding person',
  WhatId: 'what, related to, regarding, related record',
  StartDateTime: 'start time, start date time, starts at, from time, beginnt, beginnt um',
  EndDateTime: 'end time, end date time, ends at, endet um',
  Location: 'venue, place, room, ort der veranstaltung, lieu, lugar, luogo',
  Username: 'user name, login, login name, user, benutzername',
  ParentRecordId: 'parent record',
  UnqualifiedReason:
    'disqualification reason, unqualified reason, reason unqualified, dead reason, junk reason, disqualified reason, closed reason',
  NotReadyReason: 'not ready reason, nurture reason',
  RecheckOn: 'recheck, re check, follow up date, call back on, wiedervorlage',
  ValueProposition: 'value prop, pain, need, requirement, requirements',
}

/** Where an object keeps an address: the words of the plain fields hold for the prefixed ones. */
const ADDRESS_PREFIX: Readonly<Record<string, string>> = { Contact: 'Mailing', Account: 'Billing' }
const ADDRESS_WORDS: Readonly<Record<string, readonly string[]>> = {
  Billing: [
    'billing',
    'invoice',
    'invoicing',
    'rechnungs',
    'facturation',
    'headquarters',
    'hq',
    'business',
    'company',
    'account',
    'primary',
  ],
  Shipping: ['shipping', 'delivery', 'ship to', 'liefer', 'livraison', 'envío'],
  Mailing: ['mailing', 'postal', 'work', 'business', 'primary', 'contact', 'office', 'company'],
  Other: ['other', 'home', 'private', 'secondary', 'alternate'],
}

const bySqueezedField = new Map(
  Object.entries(SYNONYMS).map(([field, words]) => [field, new Set(words.split(',').map(squeezed))] as const),
)

/** Every squeezed heading that is a word for a field of an object. */
export function wordsFor(objectName: string, fieldName: string): ReadonlySet<string> {
  const own = bySqueezedField.get(fieldName) ?? new Set<string>()
  const [, prefix = '', part = ''] =
    /^(Billing|Shipping|Mailing|Other)(Street|City|State|PostalCode|Country)$/.exec(fieldName) ?? []
  if (part === '') return own
  const words = [squeezed(part), ...(bySqueezedField.get(part) ?? [])]
  return new Set([
    ...own,
    ...(ADDRESS_PREFIX[objectName] === prefix ? words : []),
    ...(ADDRESS_WORDS[prefix] ?? []).map(squeezed).flatMap((before) => words.map((word) => `${before}${word}`)),
  ])
}
