import type { Explanation } from "./Explanation.ts"

export const entra: ReadonlyArray<Explanation> = [
  {
    why: "Required by TypeScript: nothing is returned either way, a known error has a code, and no header names no claims",
    mutants: [
      ["CredentialsUnavailable.ts", '""', '"Stryker was here!"'],
      ["EntraSettings.ts", "{\n      return undefined\n    }", "{}"],
      ["claimsRequest.ts", "{\n    return undefined\n  }", "{}"],
      ["claimsRequest.ts", "header === undefined", "false"]
    ]
  },
  {
    why: "The same comes out either way: a text has no code and no status, and a key is read from bytes as well",
    mutants: [
      ["CredentialsUnavailable.ts", "[]", '["Stryker was here"]'],
      ["EntraSettings.ts", '"utf8"', '""']
    ]
  }
]
