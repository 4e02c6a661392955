import type { Explanation } from "./Explanation.ts"

export const postgres: ReadonlyArray<Explanation> = [
  {
    why: "The same comes out either way: the protocol of an address ends with its colon, and a host has brackets at both ends or none",
    mutants: [
      ["PostgresSettings.ts", "/^postgres(?:ql)?:$/u", "/^postgres(?:ql)?:/u"],
      ["PostgresSettings.ts", "/^\\[(.*)\\]$/u", "/\\[(.*)\\]$/u"],
      ["PostgresSettings.ts", "/^\\[(.*)\\]$/u", "/^\\[(.*)\\]/u"]
    ]
  }
]
