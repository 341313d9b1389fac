// The commonest passwords of ten characters and more in published breaches; shorter ones are refused for their length.
const COMMON = new Set(
  `1234567890 0123456789 12345678910 123456789a 1q2w3e4r5t 1qaz2wsx3edc qwertyuiop qwerty1234 qwerty12345 qwerty123456
  qwertyuiop123 password12 password123 password1234 password12345 passwordpassword mypassword passw0rd123 p@ssw0rd123
  p@ssword123 iloveyou12 iloveyou123 iloveyou1234 welcome123 welcome1234 welcome2024 welcome2025 welcome2026 letmein123
  letmein1234 administrator admin12345 admin123456 adminadmin administrator1 football123 baseball123 basketball
  superman123 sunshine123 princess123 michael123 jordan2323 liverpool1 liverpool123 chelsea123 arsenal123 manchester
  manchester1 computer123 internet123 changeme123 changeme1234 secret1234 secret12345 trustno1trustno1 abcdefghij
  abcdefghijk abcd123456 abc1234567 abc123456789 a123456789 aa123456789 asdfghjkl123 asdfghjkl1 asdfghjklö zxcvbnm123
  1234554321 9876543210 0987654321 987654321a 1122334455 1231231234 123123123123 123321123321 147258369a 147852369a
  qazwsxedcrfv q1w2e3r4t5 q1w2e3r4t5y6 zaq12wsxcde3 monkey12345 dragon12345 master12345 summer2024 summer2025 summer2026
  winter2024 winter2025 winter2026 spring2025 spring2026 autumn2025 company123 salesforce salesforce1 salesforce123
  leads12345 assay12345 assayassay correcthorsebatterystaple`.split(/\s+/),
)

/** Whether a password, in small letters, is one everybody tries: known, one sign repeated, or the keyboard in a row. */
export const isCommonPassword = (lower: string): boolean =>
  COMMON.has(lower) ||
  /^(.{1,3})\1+$/.test(lower) ||
  '01234567890123456789'.includes(lower) ||
  'abcdefghijklmnopqrstuvwxyz'.includes(lower)
