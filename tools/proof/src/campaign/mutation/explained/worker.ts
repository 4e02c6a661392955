import type { Explanation } from "./Explanation.ts"

export const worker: ReadonlyArray<Explanation> = [
  {
    why: "Required by TypeScript: only a check sees who is in the team, only what was accepted names an operation, what was begun is no write, and only it is an attempt",
    mutants: [
      ["reconcile/runRead.ts", 'outcome._tag !== "TeamRead"', "false"],
      ["reconcile/workOn.ts", 'outcome._tag === "Accepted"', "true"],
      ["reconcile/workOn.ts", 'work._tag !== "StepBegun"', "true"],
      ["reconcile/workOn.ts", '"StepBegun"', '""'],
      ["reconcile/workOn.ts", 'work._tag === "StepBegun"', "true"]
    ]
  },
  {
    why: "The same comes out either way: a twentieth of no pause is nothing, a text has no id of a person, and nobody asks what the teams came to",
    mutants: [
      ["reconcile/Claim.ts", "schedule.dueAt <= at", "schedule.dueAt < at"],
      ["reconcile/runRead.ts", "[]", '["Stryker was here"]'],
      ["reconcile/reconciler.ts", "true", "false"]
    ]
  },
  {
    why: "The same comes out either way: an inconclusive answer is tried again after every step but an archive and an unarchive",
    mutants: [
      ["reconcile/runWrite.ts", '{ _tag: "EnsureGroup", recover: lookFirst }', "{}"],
      ["reconcile/runWrite.ts", '"EnsureGroup"', '""']
    ]
  }
]
