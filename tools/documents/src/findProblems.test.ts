import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { type Document, readDocuments } from "./Document.ts"
import { findProblems } from "./findProblems.ts"

const workspace = readDocuments(join(import.meta.dirname, "../../.."))

describe("the documents of this workspace", () => {
  it("have no words that we don't use, no dead links, and no more words than a newcomer reads", () => {
    expect(findProblems(workspace)).toEqual([])
  })

  it("are all found", () => {
    const paths = workspace.all.map(({ path }) => path)
    expect(paths).toContain("README.md")
    expect(paths).toContain(".changeset/README.md")
    expect(paths).toContain("docs/how-to/write-an-adapter.md")
    expect(paths).toContain("packages/adapters/graph/README.md")
    expect(paths.filter((path) => path.includes("node_modules"))).toEqual([])
  })
})

/** The problems of one document with this text, in an otherwise empty workspace. */
const planted = (path: string, text: string, others: ReadonlyArray<Document> = []): ReadonlyArray<string> => {
  const all = [{ path, text }, ...others]
  return findProblems({ all, exists: (candidate) => all.some((document) => document.path === candidate) })
}

describe("a planted problem is found", () => {
  it.each([
    "At most 100; 50 unless told.",
    "Whoever asks is let in.",
    "The request was put off.",
    "A lost team is made anew.",
    "Wanted is `open` while the incident is New.",
    "A hitch is retried.",
    "A stray may still land.",
    "A misfit of the request.",
    "The colour of the console."
  ])("as a word: %s", (sentence) => {
    expect(planted("docs/new.md", `# New\n\n${sentence}\n`)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^docs\/new\.md:3: .* instead: /u)])
    )
  })

  it("as a link to a file that doesn't exist", () => {
    expect(planted("docs/new.md", "See [this](how-to/gone.md).")).toEqual([
      "docs/new.md:1: links to how-to/gone.md, which doesn't exist"
    ])
  })

  it("as a link to a heading that doesn't exist, in another document or in the same one", () => {
    const other = { path: "docs/other.md", text: "# 2. Grant `permissions`, once" }
    expect(
      planted("docs/new.md", "[a](other.md#2-grant-permissions-once) [b](other.md#gone) [c](#gone)", [other])
    ).toEqual([
      "docs/new.md:1: links to other.md#gone, but docs/other.md has no such heading",
      "docs/new.md:1: links to #gone, but docs/new.md has no such heading"
    ])
  })

  it.each([
    ["README.md", `# Name\n\n## Start\n\n${"word ".repeat(300)}`, "words on the first screen"],
    ["README.md", `# Name\n\n## Start\n\n## Rest\n\n${"word ".repeat(1_200)}`, "words"],
    ["docs/architecture.md", "word ".repeat(2_201), "words"],
    ["docs/glossary.md", "- **Term**: meaning.\n".repeat(91), "entries"]
  ])("as a document that is too long: %s", (path, text, what) => {
    expect(planted(path, text)).toEqual([
      expect.stringMatching(new RegExp(`^${path}: has \\d+ ${what}.*; at most`, "u"))
    ])
  })
})

describe("no problem is", () => {
  it.each([
    ["code in a block", "```sh\necho whoever\n```\n"],
    ["code in backticks", "`unless told` is a phrase that we don't use."],
    ["the name of a step", "EnsureGroup finds or creates the group."],
    ["a link to the web", "[RFC](https://www.rfc-editor.org/rfc/rfc9457)"]
  ])("%s", (_what, text) => {
    expect(planted("docs/new.md", text)).toEqual([])
  })

  it("anything in a document that a program writes", () => {
    expect(planted("docs/reference/faults.md", "Made [anew](gone.md).")).toEqual([])
  })
})
