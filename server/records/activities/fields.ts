import { Refusal } from '../../platform/errors.ts'
import { sql } from '../../platform/sql.ts'
import {
  defineObject,
  type FieldDeclaration,
  type FieldValues,
  type ObjectDefinition,
} from '../../ground/objects/definition.ts'
import { isThere } from '../../ground/objects/expressions.ts'
import { searchWords } from '../../ground/objects/words.ts'
import { activityKinds, priorities, taskStatuses } from './activity.ts'
import { eventToolFields, taskToolFields } from './toolFields.sql.ts'

const listed = (values: readonly string[]) => values.map((value) => ({ value, label: value }))

/** With those who decide, on both sides: it takes more of our time than anything but a proposal. */
const HIGH_LEVEL = 'High-level Meeting'

const withWhom: readonly FieldDeclaration[] = [
  { name: 'Subject', type: 'string', length: 255, required: true, neverNull: true, searched: true },
  { name: 'WhoId', label: 'With', type: 'reference', referenceTo: ['Lead', 'Contact'], relationshipName: 'Who' },
  {
    name: 'WhatId',
    label: 'About',
    type: 'reference',
    referenceTo: ['Account', 'Opportunity', 'Campaign'],
    relationshipName: 'What',
  },
  {
    name: 'OwnerId',
    label: 'Owner',
    type: 'reference',
    referenceTo: ['User', 'Group'],
    relationshipName: 'Owner',
    neverNull: true,
  },
  { name: 'Description', type: 'textarea', length: 32_000, tracked: false },
  {
    name: 'Cost',
    label: 'What it cost',
    type: 'currency',
    range: [0, 1e15],
    help: 'Beside the time: travel, samples, a lent device. Leads are vetted so that it is not spent in vain.',
  },
  {
    name: 'ActivityKind',
    label: 'Kind of work',
    type: 'picklist',
    picklist: listed(activityKinds),
    restricted: true,
    length: 40,
    help: 'Qualifying a lead, or working a qualified deal: two different jobs, measured apart.',
  },
  {
    name: 'PersonId',
    label: 'Person',
    type: 'reference',
    referenceTo: ['Person'],
    readOnly: 'Assay keeps this itself.',
  },
]

const reminder: readonly FieldDeclaration[] = [
  {
    name: 'IsReminderSet',
    label: 'Remind by mail',
    type: 'boolean',
    defaultValue: false,
    neverNull: true,
    help: 'At the time of the reminder the owner gets a mail, once; then the switch is off again.',
  },
  {
    name: 'ReminderDateTime',
    label: 'Reminder at',
    type: 'datetime',
    help: 'Counts while ‘Remind by mail’ is on.',
  },
]

const teach = (fieldName: string, pointedAt?: string): Refusal | undefined =>
  pointedAt === 'Lead' && fieldName === 'WhatId'
    ? new Refusal(
        'lead_is_a_person',
        'A lead is a person we know little of, so a task or meeting is with it (WhoId), never about it (WhatId): an account, an opportunity or a campaign is what it can be about.',
        { field: fieldName, rule: 'WhoId names the lead or contact, WhatId what it is about.' },
      )
    : undefined

export const Task: ObjectDefinition = defineObject({
  name: 'Task',
  label: 'Task',
  labelPlural: 'Tasks',
  path: 'tasks',
  table: 'task',
  nameField: 'Subject',
  hasOwner: true,
  hasRecycleBin: true,
  reachedThrough: ['WhoId', 'WhatId'],
  fields: [
    ...withWhom,
    { name: 'ActivityDate', label: 'Due', type: 'date' },
    {
      name: 'Status',
      type: 'picklist',
      picklist: listed(taskStatuses),
      restricted: true,
      defaultValue: 'Not Started',
      length: 40,
      neverNull: true,
    },
    {
      name: 'Priority',
      type: 'picklist',
      picklist: listed(priorities),
      restricted: true,
      defaultValue: 'Normal',
      length: 40,
      neverNull: true,
    },
    {
      name: 'Type',
      type: 'picklist',
      picklist: listed(['Call', 'Email', 'Meeting', 'Send Material', 'Proposal', 'Quote', 'Demo', HIGH_LEVEL, 'Other']),
      length: 40,
    },
    {
      name: 'TaskSubtype',
      type: 'picklist',
      picklist: listed(['Task', 'Call', 'Email']),
      defaultValue: 'Task',
      length: 40,
      createOnly: true,
    },
    { name: 'CallType', type: 'picklist', picklist: listed(['Outbound', 'Inbound', 'Internal']), length: 40 },
    { name: 'CallDisposition', label: 'Call result', type: 'string', length: 255 },
    { name: 'CallDurationInSeconds', label: 'Call length (s)', type: 'int' },
    { name: 'CallObject', label: 'Call id', type: 'string', length: 255, help: 'What the telephone system calls it.' },
    ...reminder,
    {
      name: 'IsClosed',
      label: 'Done',
      type: 'boolean',
      expression: isThere('completed_at'),
      readOnly: 'It follows from the status.',
    },
    {
      name: 'CompletedDateTime',
      label: 'Done at',
      type: 'datetime',
      column: 'completed_at',
      readOnly: 'It follows from the status.',
    },
    {
      name: 'IsHighPriority',
      label: 'High priority',
      type: 'boolean',
      expression: (t) => sql`${sql.ref(`${t}.priority`)} = 'High'`,
      readOnly: 'It follows from the priority.',
    },
    ...taskToolFields,
  ],
  derive: (task: FieldValues) => ({ search: searchWords(Task, task) }),
  derivedTypes: { search: 'tsvector' },
  meaning: 'Something somebody has to do, or did: a call, a mail, a follow-up with a date.',
  teach,
})

export const Event: ObjectDefinition = defineObject({
  name: 'Event',
  label: 'Event',
  labelPlural: 'Events',
  path: 'events',
  table: 'calendar_event',
  nameField: 'Subject',
  hasOwner: true,
  hasRecycleBin: true,
  privateField: 'IsPrivate',
  reachedThrough: ['WhoId', 'WhatId'],
  fields: [
    ...withWhom,
    { name: 'StartDateTime', label: 'Starts', type: 'datetime', column: 'starts_at', required: true, neverNull: true },
    { name: 'EndDateTime', label: 'Ends', type: 'datetime', column: 'ends_at', neverNull: true },
    { name: 'IsAllDayEvent', label: 'All day', type: 'boolean', column: 'is_all_day', defaultValue: false },
    { name: 'Location', type: 'string', length: 255 },
    {
      name: 'Type',
      type: 'picklist',
      picklist: listed(['Meeting', HIGH_LEVEL, 'Call', 'Demo', 'Proposal', 'Email', 'Other']),
      length: 40,
    },
    {
      name: 'ShowAs',
      type: 'picklist',
      picklist: listed(['Busy', 'OutOfOffice', 'Free']),
      restricted: true,
      defaultValue: 'Busy',
      length: 40,
    },
    { name: 'IsPrivate', label: 'Private', type: 'boolean', defaultValue: false },
    ...reminder,
    {
      name: 'ActivityDate',
      label: 'Day',
      type: 'date',
      expression: (t) => sql`(${sql.ref(`${t}.starts_at`)} at time zone 'UTC')::date`,
      readOnly: 'The day it starts.',
    },
    ...eventToolFields,
  ],
  derive: (event: FieldValues) => ({ search: searchWords(Event, event) }),
  derivedTypes: { search: 'tsvector' },
  meaning: 'A meeting: it has a start and an end, with somebody, about something.',
  teach,
})

export const Note: ObjectDefinition = defineObject({
  name: 'Note',
  label: 'Note',
  labelPlural: 'Notes',
  path: 'notes',
  table: 'note',
  nameField: 'Title',
  hasOwner: true,
  hasRecycleBin: true,
  privateField: 'IsPrivate',
  reachedThrough: ['ParentId'],
  fields: [
    {
      name: 'ParentId',
      label: 'About',
      type: 'reference',
      referenceTo: ['Lead', 'Contact', 'Account', 'Opportunity', 'Campaign'],
      relationshipName: 'Parent',
      required: true,
      createOnly: true,
    },
    { name: 'Title', type: 'string', length: 80, required: true, neverNull: true },
    { name: 'Body', type: 'textarea', length: 32_000, tracked: false },
    { name: 'IsPrivate', label: 'Private', type: 'boolean', defaultValue: false },
    {
      name: 'OwnerId',
      label: 'Owner',
      type: 'reference',
      referenceTo: ['User'],
      relationshipName: 'Owner',
      neverNull: true,
    },
    {
      name: 'PersonId',
      label: 'Person',
      type: 'reference',
      referenceTo: ['Person'],
      readOnly: 'Assay keeps this itself.',
    },
  ],
  meaning: 'What somebody wrote down about a record.',
})
