/** Which of the two bulk dialects a job was made in: 1.0 (XML, batches of its own) or 2.0 (JSON, one upload). */
export type BulkApi = 'v1' | 'v2'

export const ingestOperations = ['insert', 'update', 'upsert', 'delete', 'hardDelete'] as const
export const queryOperations = ['query', 'queryAll'] as const
export type IngestOperation = (typeof ingestOperations)[number]
export type QueryOperation = (typeof queryOperations)[number]
export type Operation = IngestOperation | QueryOperation

/** The states of a job, in the words of the field. 1.0 knows Open, Closed, Aborted and Failed; 2.0 all but Closed. */
export type JobState = 'Open' | 'Closed' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted'

/** The states of a batch. `Receiving`: its rows are on their way, and nobody is told of it yet. */
export type BatchState = 'Receiving' | 'Queued' | 'InProgress' | 'Completed' | 'Failed' | 'NotProcessed'

/** The states a client may set in each state; every other move is ours. */
export const mayAskFor = {
  v1: {
    Open: ['Closed', 'Aborted'],
    Closed: ['Aborted'],
    UploadComplete: [],
    InProgress: [],
    JobComplete: [],
    Failed: [],
    Aborted: [],
  },
  v2: {
    Open: ['UploadComplete', 'Aborted'],
    Closed: [],
    UploadComplete: ['Aborted'],
    InProgress: ['Aborted'],
    JobComplete: [],
    Failed: [],
    Aborted: [],
  },
} as const satisfies Record<BulkApi, Record<JobState, readonly JobState[]>>

/** States in which a worker may have something to do. */
export const isAtWork = {
  Open: true,
  Closed: true,
  UploadComplete: true,
  InProgress: true,
  JobComplete: false,
  Failed: false,
  Aborted: false,
} as const satisfies Record<JobState, boolean>

export type Delimiter = 'BACKQUOTE' | 'CARET' | 'COMMA' | 'PIPE' | 'SEMICOLON' | 'TAB'
export type LineEnd = 'LF' | 'CRLF'

export const delimiterSign = {
  BACKQUOTE: '`',
  CARET: '^',
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  TAB: '\t',
} as const satisfies Record<Delimiter, string>

export const lineEndSign = { LF: '\n', CRLF: '\r\n' } as const satisfies Record<LineEnd, string>

export type ContentType = 'CSV' | 'XML' | 'JSON'

/** What a job was asked for beside its rows. */
export type JobOptions = {
  /** Duplicate rules that raise an alert let pass. */
  readonly allowDuplicates?: boolean
  /** What the token of whoever made the job left of their role. */
  readonly scopes?: readonly string[]
  readonly assignmentRuleId?: string
  /** 1.0 queries: how many ids one batch covers. */
  readonly chunkIds?: number
}

export type BulkJob = {
  readonly id: number
  readonly api: BulkApi
  readonly operation: Operation
  readonly objectName: string
  readonly externalIdField: string | null
  readonly contentType: ContentType
  readonly delimiter: Delimiter
  readonly lineEnd: LineEnd
  readonly concurrency: 'Parallel' | 'Serial'
  readonly apiVersion: string
  readonly query: string | null
  readonly options: JobOptions
  readonly state: JobState
  readonly problem: string | null
  readonly createdAt: Date
  readonly createdById: number
  readonly changedAt: Date
}

/** Sums over the batches of a job. */
export type JobCounts = {
  readonly processed: number
  readonly failed: number
  readonly workedMs: number
  readonly batches: {
    readonly queued: number
    readonly inProgress: number
    readonly completed: number
    readonly failed: number
    readonly notProcessed: number
    readonly all: number
  }
}

export type BulkBatch = {
  readonly id: number
  readonly jobId: number
  readonly number: number
  readonly state: BatchState
  readonly problem: string | null
  readonly header: readonly string[] | null
  readonly query: string | null
  /** The ids a batch of a chunked query covers. */
  readonly fromId: number | null
  readonly untilId: number | null
  readonly byteSize: number
  readonly rowsSent: number
  readonly attempt: number
  readonly processed: number
  readonly failed: number
  readonly workedMs: number
  readonly createdAt: Date
  readonly changedAt: Date
}

/** A run of whole rows: CSV lines without a header, or (1.0 XML and JSON) a JSON list of records. */
export type Piece = { readonly rows: number; readonly bytes: Buffer }

/** Why a row was refused, in Salesforce's words. */
export type RowError = { readonly errorCode: string; readonly message: string; readonly fields: readonly string[] }

/** What became of the rows of a piece, in their order: the record's id as clients know it, and errors by place in the piece. */
export type PieceOutcome = {
  readonly ids: readonly (string | null)[]
  readonly created: readonly boolean[]
  readonly errors: Readonly<Record<string, readonly RowError[]>>
}

export const isQuery = (operation: Operation): operation is QueryOperation =>
  operation === 'query' || operation === 'queryAll'
