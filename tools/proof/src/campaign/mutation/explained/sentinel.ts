import type { Explanation } from "./Explanation.ts"

export const sentinel: ReadonlyArray<Explanation> = [
  {
    why: "Required by TypeScript: only a refusal has a status, a path always has a last part, and no header is no date",
    mutants: [
      ["ArmAzureRightsSource.ts", 'failure._tag === "ArmRefused"', "true"],
      ["arm/ArmConnection.ts", 'failure._tag === "ArmRefused"', "true"],
      ["arm/ArmConnection.ts", '"resources"', '""'],
      ["arm/ArmConnection.ts", '""', '"Stryker was here!"'],
      ["arm/readArmAnswer.ts", "text === undefined", "false"]
    ]
  },
  {
    why: "Only slower, or longer: calls one after the other, the whole fingerprint of a question",
    mutants: [
      ["ArmAzureRightsSource.ts", "{ concurrency: 2 }", "{}"],
      ["ArmAzureRightsSource.ts", "{ concurrency: 4 }", "{}"],
      [
        "IncidentContinuation.ts",
        'createHash("sha256").update(asked).digest("base64url").slice(0, 22)',
        'createHash("sha256").update(asked).digest("base64url")'
      ]
    ]
  },
  {
    why: "Nothing that a test without a network has: a proxy, a compressed answer",
    mutants: [
      ["arm/ArmConnection.ts", "pipeline.addPolicy(proxyPolicy())", ";"],
      ["arm/ArmConnection.ts", "pipeline.addPolicy(decompressResponsePolicy())", ";"]
    ]
  },
  {
    why: "The same comes out either way: what isn't said to pass doesn't, 300 is a refusal, nothing is sent as nothing, a text with a blank is no code, one alternative is joined to none, and every path begins with a slash",
    mutants: [
      ["arm/ArmConnection.ts", '"ArmTokenRefused"', '""'],
      ["arm/ArmConnection.ts", 'case "InstallationTrouble":\n      return false', 'case "InstallationTrouble":'],
      ["arm/ArmConnection.ts", '"InstallationTrouble"', '""'],
      ["arm/ArmConnection.ts", "body === undefined", "false"],
      ["arm/ArmConnection.ts", "response.status < 300", "response.status <= 300"],
      ["arm/readArmAnswer.ts", '{ code: "" }', "{}"],
      ["arm/readArmAnswer.ts", '""', '"Stryker was here!"'],
      ["oDataFilter.ts", '""', '"Stryker was here!"'],
      ["wire/WireRights.ts", 'above === ""', "false"],
      ["wire/WireRights.ts", '""', '"Stryker was here!"']
    ]
  }
]
