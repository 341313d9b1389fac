import { sql } from '../../platform/sql.ts'
import { defineObject, type ObjectDefinition } from '../../ground/objects/definition.ts'
import { neverSet } from '../../ground/objects/toolFields.ts'
import { paymentMethods } from './payment.ts'

/** Money that came in for a won deal, or went back. What a deal collected is the sum of its payments. */
export const Payment: ObjectDefinition = defineObject({
  name: 'Payment',
  label: 'Payment',
  labelPlural: 'Payments',
  path: 'payments',
  table: 'payment',
  nameField: 'Name',
  hasOwner: false,
  hasRecycleBin: true,
  reachedThrough: ['OpportunityId'],
  fields: [
    {
      name: 'Name',
      label: 'Payment',
      type: 'string',
      readOnly: 'It is the reference or the invoice of the payment, else the day it was received.',
      expression: (t) =>
        sql`coalesce(${sql.ref(`${t}.reference`)}, ${sql.ref(`${t}.invoice_number`)}, to_char(${sql.ref(`${t}.received_on`)}, 'YYYY-MM-DD'))`,
    },
    {
      name: 'OpportunityId',
      label: 'Opportunity',
      type: 'reference',
      referenceTo: ['Opportunity'],
      relationshipName: 'Opportunity',
      childRelationshipName: 'Payments',
      masterDetail: true,
      required: true,
      createOnly: true,
    },
    {
      name: 'Amount',
      type: 'currency',
      required: true,
      neverNull: true,
      help: 'In the currency of the organization. A refund is below nothing.',
    },
    {
      name: 'IsRefund',
      label: 'Refund',
      type: 'boolean',
      expression: (t) => sql`${sql.ref(`${t}.amount`)} < 0`,
      readOnly: 'A refund is a payment below nothing.',
    },
    {
      name: 'ReceivedDate',
      label: 'Received on',
      type: 'date',
      column: 'received_on',
      required: true,
      neverNull: true,
      help: 'The day the money was there, not the day of the invoice.',
    },
    {
      name: 'Method',
      type: 'picklist',
      picklist: paymentMethods.map((value) => ({ value, label: value })),
      length: 40,
    },
    {
      name: 'Reference',
      type: 'string',
      length: 80,
      unique: true,
      caseSensitive: false,
      externalId: true,
      searched: true,
      help: 'What the bank or the books call this one payment. No two payments share one, so a file brought twice counts once.',
    },
    {
      name: 'InvoiceNumber',
      label: 'Invoice',
      type: 'string',
      length: 80,
      searched: true,
      help: 'The invoice it pays. Several payments may pay one.',
    },
    { name: 'Note', type: 'string', length: 255 },
    ...neverSet('IsLocked'),
  ],
  meaning: 'Money received for an opportunity, or given back: what was collected, and not only won.',
})
