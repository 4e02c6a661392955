import type { Explanation } from "./Explanation.ts"

export const feed: ReadonlyArray<Explanation> = [
  {
    why: "Required by TypeScript: what was read and isn't gone was found",
    mutants: [["feed/incidentFeed.ts", '"Found"', '""']]
  },
  {
    why: "The same comes out either way: nobody asks which of these a place is",
    mutants: [
      ["feed/HookInbox.ts", '"waiting"', '""'],
      ["feed/HookInbox.ts", '"reading, and to be read again"', '""'],
      ["feed/HookInbox.ts", 'place === "reading"', "true"]
    ]
  }
]
