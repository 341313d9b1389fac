export const marks = {
  proposed: { state: 'overdue', label: 'Proposed' },
  approved: { state: 'converted', label: 'Approved' },
  rejected: { state: 'unqualified', label: 'Rejected' },
  withdrawn: { state: 'open', label: 'Withdrawn' },
} as const
