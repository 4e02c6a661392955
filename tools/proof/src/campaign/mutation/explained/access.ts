import type { Explanation } from "./Explanation.ts"

export const access: ReadonlyArray<Explanation> = [
  {
    why: "The same comes out either way: a text has neither a name nor a person, and a person who may write needs no right to change a team",
    mutants: [
      ["use-cases/allowedCreation.ts", "[]", '["Stryker was here"]'],
      ["use-cases/teamAccess.ts", "[]", '["Stryker was here"]'],
      ["use-cases/directoryAccess.ts", "false", "true"]
    ]
  }
]
