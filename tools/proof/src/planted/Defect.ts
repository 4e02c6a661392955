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

/** Every defect that a proof must find. */
export const defects = {
  /** Every try creates another group. */
  createsAnother: {
    file: "packages/application/src/reconcile/runWrite.ts",
    sound: "const key = teamKeyOf(namespace, id, incarnation)",
    broken: "const key = teamKeyOf(namespace, id, incarnation + team.work.attempts)"
  },
  /** An archive is recorded as done once it was accepted. */
  recordedTooEarly: {
    file: "packages/domain/src/team/decide/operation.ts",
    sound: 'return happens({\n      _tag: "OperationAccepted",',
    broken:
      'return happens({ _tag: step === "Archive" ? "Archived" : "Reopened", attempt }, {\n      _tag: "OperationAccepted",'
  },
  /** The outcome of any attempt counts as that of the attempt in flight. */
  attemptIgnored: {
    file: "packages/domain/src/team/decide/reportStep.ts",
    sound: "return inFlight?.attempt === attempt\n    ? settleWrite",
    broken: "return inFlight !== undefined\n    ? settleWrite"
  },
  /** A worker commits its outcome although another one holds the team by then. */
  fenceUnchecked: {
    file: "packages/application/src/reconcile/Claim.ts",
    sound: "if (!holds(stored.schedule, fence, terms.holder)) return yield* Effect.fail(new FenceLost())",
    broken: ""
  },
  /** The same, where it checks that somebody holds the team. */
  fenceHalfChecked: {
    file: "packages/application/src/reconcile/Claim.ts",
    sound: "schedule.fence === fence && schedule.lease?.holder === holder",
    broken: "schedule.fence >= fence && holder !== schedule.lease?.holder.toUpperCase()"
  },
  /** In memory a commit overwrites what others have committed since the team was read. */
  overwritesInMemory: {
    file: "packages/adapters/memory/src/MemoryTeamStore.ts",
    sound: "return before?.stored.version === expected",
    broken: "return before !== undefined && expected !== undefined"
  },
  /** The same in Cosmos DB. */
  commitsWithoutEtag: {
    file: "packages/adapters/cosmos/src/writeCommit.ts",
    sound: ", ifMatch: ground.etag }",
    broken: " }"
  },
  /** The same of claims, and of everything else that changes members of an item. */
  claimsWithoutEtag: {
    file: "packages/adapters/cosmos/src/CosmosContainer.ts",
    sound: '[...operations], { abortSignal, accessCondition: { type: "IfMatch", condition: etag } }',
    broken: "[...operations], { abortSignal }"
  },
  /** The request is answered long before the team is stored. */
  answersBeforeCommit: {
    file: "packages/application/src/changes/decideAndCommit.ts",
    sound: "const stored = yield* written(store.create(commit), commit)\n",
    broken:
      'yield* Effect.forkDetach(Effect.delay(written(store.create(commit), commit), "10 minutes"))\n' +
      '  const stored = { ...commit, id, version: "1" }\n'
  },
  /** No request is refused, however many there are. */
  admitsEverybody: {
    file: "apps/rest/src/admission/Shares.ts",
    sound: "const own = this.heldBy(holder)\n",
    broken: 'if (this.limit > 0) return "taken"\nconst own = this.heldBy(holder)\n'
  },
  /** A caller may take everything. */
  noShares: {
    file: "apps/rest/src/admission/Shares.ts",
    sound: 'if (own + count > Math.ceil((this.limit - this.#held + own) / part)) return "share used up"\n',
    broken: ""
  },
  /** A refusal doesn't say when to retry. */
  withoutRetryAfter: {
    file: "apps/rest/src/http/responses.ts",
    sound: '{ "retry-after": String(problem.retryAfter) }',
    broken: "{}"
  },
  /** Memory grows with every request, whether it is admitted or not. */
  leaksMemory: {
    file: "apps/rest/src/admission/Admission.ts",
    sound: 'const busy = take(places, caller, "requests")\n',
    broken: ';(globalThis.kept ??= []).push(Buffer.alloc(2 ** 18, 1))\nconst busy = take(places, caller, "requests")\n'
  },
  /** An incident that was closed by a merge is closed. */
  mergedIsClosed: {
    file: "packages/domain/src/team/served.ts",
    sound: "|| (merge !== undefined && merge.survivor === undefined))",
    broken: "|| merge === null)"
  },
  /** A link stands without a pointer to the team. */
  linksWithoutPointer: {
    file: "packages/application/src/links/runLinkStep.ts",
    sound: "const there = yield* store.point(link.target, { team: team.id, link: number })",
    broken:
      "const own = yield* store.load(link.target)\n" +
      '  const there = Option.isSome(own) ? { _tag: "Team" } : { _tag: "Pointer", pointer: { team: team.id, link: number } }'
  },
  /** A team takes over another one's incidents, and leaves its people behind. */
  leavesPeople: {
    file: "packages/domain/src/team/decide/links.ts",
    sound: '...inChunks(team.people.nextChunk, "add", distinct(people), by, { refused }),',
    broken: ""
  },
  /** People who were added to it since are left there, too. */
  leavesLatecomers: {
    file: "packages/application/src/links/runLinkStep.ts",
    sound: "  yield* addLatecomers(team)\n",
    broken: ""
  },
  /** An unlinked incident's pointer stays. */
  leavesPointers: {
    file: "packages/application/src/links/runLinkStep.ts",
    sound: "yield* (yield* TeamStore).unpoint(link.target, { team: team.id, link: number })",
    broken: ""
  }
} as const satisfies Readonly<Record<string, Defect>>
