import type { Explanation } from "./Explanation.ts"

export const graph: ReadonlyArray<Explanation> = [
  {
    why: "Required by TypeScript: what isn't there compares as NaN, or is never asked for",
    mutants: [
      ["throttle/Budget.ts", "until === undefined", "false"],
      ["throttle/Budget.ts", "narrowest !== undefined", "true"],
      [
        "wire/GraphErrorBody.ts",
        '/\\bproperty \'(?<property>\\w+)\'/iu.exec(error.message ?? "")?.groups?.["property"]',
        '/\\bproperty \'(?<property>\\w+)\'/iu.exec(error.message ?? "")?.groups["property"]'
      ]
    ]
  },
  {
    why: "Only more memory: the pace of a limit that isn't shared is never asked, and a pause that is over holds up nothing",
    mutants: [
      ["throttle/Budget.ts", "limit.shared === true", "true"],
      ["throttle/Budget.ts", "pauses.delete(limit.key)", ";"]
    ]
  },
  {
    why: "The same comes out either way: an unknown verdict returns nothing as well, and a text has neither a code nor a property",
    mutants: [
      ["wire/failureOf.ts", '"done"', '""'],
      ["wire/GraphErrorBody.ts", "[]", '["Stryker was here"]']
    ]
  },
  {
    why: "The same comes out either way",
    mutants: [
      ["throttle/Budget.ts", "left > 0", "true"],
      ["throttle/Budget.ts", "left > 0", "left >= 0"],
      ["throttle/Pace.ts", "false", "true"],
      [
        "throttle/limitsOf.ts",
        "/^\\/(?:teams|groups)\\/([^/(]+)(?=\\/|$)/u",
        "/\\/(?:teams|groups)\\/([^/(]+)(?=\\/|$)/u"
      ],
      ["throttle/limitsOf.ts", "/^\\/teams\\/[^/]+\\/channels\\/([^/]+)/u", "/\\/teams\\/[^/]+\\/channels\\/([^/]+)/u"],
      ["wire/GraphErrorBody.ts", '""', '"Stryker was here!"'],
      ["wire/retryAfter.ts", '""', '"Stryker was here!"']
    ]
  }
]
