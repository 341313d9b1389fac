/** Every command in a sentence, for the help of all of them: it must not wait for what they need. */
export const says = {
  import:
    'Imports a CSV file or spreadsheet of any size. Cut off and called again with the same file, it goes on where it was.',
  match:
    'Finds the same people or organisations within a CSV file or spreadsheet, or between it and stored records. Stores nothing.',
  export: 'Writes the records of an object as CSV.',
  backup: 'Writes everything a company has into one file. People can go on working meanwhile.',
  restore: 'Brings a company back from a backup, whole or not at all.',
  'token create': 'Makes a token with which a program calls the API as a user.',
  'user create': 'Makes a user, and prints the link with which they choose a password.',
  'user reset': 'Prints a link with which somebody who can no longer sign in chooses a new password.',
  'campaigns recount':
    'Counts every member of every campaign and every payment anew, says what the kept numbers were off by, and corrects them.',
  'org create': 'Makes a company of its own, apart from every other.',
  'migrate-from-salesforce':
    'Copies a Salesforce org, or another Assay, through its own API. Cut off and called again, it goes on where it was.',
} as const
