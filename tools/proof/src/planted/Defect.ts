/** One piece of a source, which must be there exactly once, and what stands there instead. */
export interface Defect {
  /** From the workspace's root. */
  readonly file: string
  readonly sound: string
  readonly broken: string
}

/** A source with a defect in it. Throws where the piece isn't there any more: another defect has to be planted then. */
export const plant = (source: string, { file, sound, broken }: Defect): string => {
  const parts = source.split(sound)
  if (parts.length !== 2) throw new Error(`${file} has this piece ${parts.length - 1} times instead of once: ${sound}`)
  return parts.join(broken)
}

/** The environment of a Node process, and of those that it starts, which has these defects as it loads its sources. */
export const plantedIn = (defects: ReadonlyArray<Defect>): Readonly<Record<string, string>> => ({
  NODE_OPTIONS: `--import=${new URL("plantedDefects.ts", import.meta.url).href}`,
  PLANTED_DEFECTS: JSON.stringify(defects)
})

/** Every try creates another group. */
export const createsAnother: Defect = {
  file: "packages/application/src/reconcile/runStep.ts",
  sound: "key: teamKeyOf(namespace, id, incarnation), name",
  broken: "key: teamKeyOf(namespace, id, incarnation + team.work.attempts), name"
}

/** An archive is recorded as done once it was accepted. */
export const recordedTooEarly: Defect = {
  file: "packages/domain/src/team/decide/operation.ts",
  sound: 'return happens({\n      _tag: "OperationAccepted",',
  broken:
    'return happens({ _tag: step === "Archive" ? "Archived" : "Reopened", attempt }, {\n      _tag: "OperationAccepted",'
}

/** A worker commits its outcome although another one holds the team by then. */
export const withoutFence: Defect = {
  file: "packages/application/src/reconcile/Claim.ts",
  sound: "if (!holds(stored.schedule, fence, terms.holder)) return yield* Effect.fail(new FenceLost())",
  broken: ""
}

/** In Cosmos DB a commit overwrites what others have committed since the team was read. */
export const commitsWithoutEtag: Defect = {
  file: "packages/adapters/cosmos/src/writeCommit.ts",
  sound: ", ifMatch: ground.etag }",
  broken: " }"
}

/** The same of a claim, and of whatever else changes members of an item. */
export const claimsWithoutEtag: Defect = {
  file: "packages/adapters/cosmos/src/CosmosContainer.ts",
  sound: ', accessCondition: { type: "IfMatch", condition: etag }',
  broken: ""
}
