import type { Explanation } from "./Explanation.ts"

export const authorization: ReadonlyArray<Explanation> = [
  {
    why: "Required by TypeScript: a path that fits has all its parts, what is refused before its route is found names neither action nor scope, a parameter that is named has a value, an address whose provider is looked for has one, and a refusal with 401 has a failure",
    mutants: [
      ["arm/answerArm.ts", '""', '"Stryker was here!"'],
      [
        "arm/answerArm.ts",
        "path\n      .match(/\\/providers\\/([^/]+)/giu)\n      ?.at(-1)\n      ?.slice",
        "path.match(/\\/providers\\/([^/]+)/giu)?.at(-1).slice"
      ],
      ["contract/answer.ts", "failure?._tag", "failure._tag"]
    ]
  },
  {
    why: "The same comes out either way: a GET and an answer of 304 have no body, and a default is a value that no request has",
    mutants: [
      ["contract/answer.ts", 'route.method !== "GET"', "true"],
      ["contract/answer.ts", '"GET"', '""'],
      ["contract/answer.ts", '""', '"Stryker was here!"']
    ]
  },
  {
    why: "Only sooner: an address without a question mark has no parameters",
    mutants: [
      ["contract/answer.ts", '!url.includes("?")', "false"],
      ["contract/answer.ts", '"?"', '""']
    ]
  }
]
