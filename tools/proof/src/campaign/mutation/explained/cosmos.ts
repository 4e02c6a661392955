import type { Explanation } from "./Explanation.ts"

export const cosmos: ReadonlyArray<Explanation> = [
  {
    why: "Required by TypeScript: what has a status is an error",
    mutants: [
      ["wire/failureOf.ts", "error?.retryAfterInMs", "error.retryAfterInMs"],
      ["wire/failureOf.ts", "error?.substatus", "error.substatus"]
    ]
  }
]
