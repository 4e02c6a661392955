/** One piece of a source, and what stands there instead. */
export interface Defect {
  readonly file: string
  readonly sound: string
  readonly broken: string
}

/** Each try makes a group of its own. */
export const createAnew: Defect = {
  file: "packages/application/src/reconcile/runStep.ts",
  sound: "key: teamKeyOf(namespace, id, incarnation), name",
  broken: "key: teamKeyOf(namespace, id, incarnation + team.work.attempts), name"
}

/** An archive is on record once it was taken on. */
export const doneBeforeItIs: Defect = {
  file: "packages/domain/src/team/decide/operation.ts",
  sound: 'return happens({\n      _tag: "OperationAccepted",',
  broken:
    'return happens({ _tag: step === "Archive" ? "Archived" : "Reopened", attempt }, {\n      _tag: "OperationAccepted",'
}
