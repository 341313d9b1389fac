export const taskStatuses = ['Not Started', 'In Progress', 'Completed', 'Waiting on someone else', 'Deferred'] as const

/** The one status that closes a task. */
export const COMPLETED = 'Completed'

export const priorities = ['High', 'Normal', 'Low'] as const

/** The two kinds of work with people: before and after qualification. */
export const activityKinds = ['Qualification', 'Deal'] as const
