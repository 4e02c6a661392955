import type { Explanation } from "./Explanation.ts"

export const rest: ReadonlyArray<Explanation> = [
  {
    why: "Required by TypeScript: a header that is missing is no token, and has none that is remembered",
    mutants: [
      ["authentication/EntraTokens.ts", "authorization === undefined", "false"],
      ["authentication/RecentTokens.ts", "authorization === undefined", "false"]
    ]
  },
  {
    why: "The same comes out either way: neither text is a token",
    mutants: [["authentication/EntraTokens.ts", '""', '"Stryker was here!"']]
  },
  {
    why: "Only less memory: who holds nothing is forgotten",
    mutants: [
      ["admission/Shares.ts", "own > 0", "true"],
      ["admission/Shares.ts", "own > 0", "own >= 0"]
    ]
  }
]
