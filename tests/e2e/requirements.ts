/**
 * What memory-r1 promises, as data. A test that shows one of them cites its id in its name, as in
 * `test('[L-04] …')`; `requirements.test.ts` fails on a promise that no test cites, and on a citation of
 * a promise that is not here.
 */
export const REQUIREMENTS = {
  // The product
  'P-01': 'Nothing is written before the policy has decided; a cancelled call writes nothing.',
  'P-02':
    'Everything that one remember decides lands in one transaction, later facts seeing earlier ones.',
  'P-03': 'A spawned server prints nothing but JSON-RPC on stdout, under load too.',
  'P-04': 'The server ends within 2 s of its stdin closing.',
  'P-05': 'Hosts of both protocol eras are served.',
  'P-06':
    'Bad input is refused in one clear line that says how to mend the call; nothing is stored.',
  'P-07': 'A bad setting is one line on stderr and exit code 2.',
  'P-08': 'A missing model is one clear error, and the server stays up.',
  'P-09': 'Namespaces are kept apart.',
  'P-10': 'A table made by another embedder is refused, and the way out is named.',
  'P-11': 'The data folder is made with the first write, readable by its owner only.',
  'P-12': 'The policy may only touch memories that were retrieved, each once.',
  'P-13': 'An answer comes with its evidence; where memory is silent the answer agent abstains.',
  'P-14': 'The bundled embedder gives the vectors of the original model.',
  'P-15':
    'Whatever people type is data: no filter, id or text is ever read as SQL or query syntax.',
  'P-16':
    'Keys, tokens and card numbers that can be recognised are masked before they are stored, and nothing else is.',

  // Transactions
  'L-01':
    'Whatever is remembered, forgotten and undone, the ledger holds what a plain model of it holds.',
  'L-02': 'A transaction of which one change cannot be made is not made at all.',
  'L-03':
    'A repeated idempotency key gives the first result and writes nothing, whichever server is asked.',
  'L-04': 'What was acknowledged outlives kill -9; what was not is there wholly or not at all.',
  'L-05': 'A dry run says what would be done and writes nothing.',
  'L-06': 'What others wrote between retrieval and commit is decided about again.',
  'L-07': 'Several namespaces are written at once without waiting for each other.',

  // History
  'L-08':
    'History tells every operation of every transaction: before, after, reason, policy, source.',
  'L-09':
    'Any transaction can be undone while its memories have not changed since, an undo too; else the refusal names the later one.',
  'L-10': 'as_of gives exactly what was live at that instant.',

  // Forgetting
  'L-11': 'Forgetting closes a memory, and undo brings it back.',
  'L-12': 'An erased memory is in no version, and its text in no byte of the data folder.',
  'L-13': 'Closed versions older than the retention are removed.',

  // Many processes
  'L-14':
    'Any number of servers write to one folder and one namespace: nothing is lost or doubled, and history is one line.',
  'L-15': 'A reader never waits for a writer, and never fails because of one.',
  'L-16': 'A writer that died delays the others by a few seconds at most.',

  // Upkeep
  'L-17': 'Fragments are merged and indexes refreshed in the background, by one process at a time.',
  'L-18': 'kill -9 of a compaction, or of a writer during one, loses nothing.',
  'L-19': 'reembed goes on after a kill, and the old vectors serve until the switch.',
  'L-20': 'compact and stats do and show what upkeep does.',

  // Formats and scale
  'L-21': 'A ledger of another format is carried forward or refused, never misread.',
  'L-22': 'export and import carry the whole history over.',
  'L-23': 'Indexes change how fast memories are found, not which.',
  'L-24': 'Object stores and remote databases go to LanceDB as they are, without lock files.',

  // Faults
  'F-01': 'A folder made read-only: reading goes on, writing is refused clearly, doctor names it.',
  'F-02': 'The limit of open files: refused clearly while it lasts, nothing half written.',
  'F-03': 'A damaged file is named, by the error or by doctor, with what can be done.',
  'F-04': "Somebody else's table or folder is refused clearly and left as it is.",
  'F-05': 'What is broken in one namespace leaves the others working.',
  'F-06': 'A folder that cannot be made or locked is one clear error, and the server stays up.',
} as const;

export type RequirementId = keyof typeof REQUIREMENTS;
