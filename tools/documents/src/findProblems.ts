import { dirname, join } from "node:path/posix"
import { oddProseIn } from "@incident-teams/api/testing/plainEnglish"
import type { Document, Documents } from "./Document.ts"

/** Written by programs, which have tests of their own. Their links lead to lines as they were when it was written. */
const isGenerated = (path: string): boolean =>
  /^docs\/reference\/(?:commands|faults|lasting|mutation\/[a-z]+|performance)\.md$/u.test(path)

const wordsIn = (text: string): number => text.split(/\s+/u).filter((word) => word !== "").length

/** How long some documents may be, so that a newcomer can read them. */
const limits: ReadonlyArray<{
  readonly path: string
  readonly what: string
  readonly most: number
  readonly count: (text: string) => number
}> = [
  { path: "README.md", what: "words", most: 1_200, count: wordsIn },
  {
    path: "README.md",
    what: "words on the first screen, which ends where the second section does",
    most: 300,
    count: (text) => wordsIn(text.split(/^## /mu).slice(0, 2).join(""))
  },
  { path: "docs/architecture.md", what: "words", most: 2_200, count: wordsIn },
  { path: "docs/glossary.md", what: "entries", most: 90, count: (text) => text.match(/^- \*\*/gmu)?.length ?? 0 }
]

/** The lines of prose, each with its number: code, in blocks or in backticks, is left blank. */
const proseOf = (text: string): ReadonlyArray<string> => {
  let fence: string | undefined
  return text.split("\n").map((line) => {
    const mark = /^\s*(```+|~~~+)/u.exec(line)?.[1]
    if (fence !== undefined) {
      if (mark?.startsWith(fence) === true) fence = undefined
      return ""
    }
    fence = mark
    return mark === undefined && !line.startsWith("    ") ? line.replaceAll(/`[^`]*`/gu, "`…`") : ""
  })
}

/** What GitHub makes of a heading, to link to it. */
const anchorsOf = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .split("\n")
      .filter((line) => /^#+ /u.test(line))
      .map((line) =>
        line
          .replace(/^#+ /u, "")
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
          .trim()
          .replaceAll(/\s/gu, "-")
      )
  )

const link = /\]\(([^)\s]+)\)/gu

const linkProblems = ({ all, exists }: Documents, { path, text }: Document): ReadonlyArray<string> =>
  proseOf(text).flatMap((line, index) =>
    [...line.matchAll(link)].flatMap(([, target = ""]) => {
      if (/^[a-z]+:/u.test(target)) return []
      const [file = "", anchor] = target.split("#")
      const to = file === "" ? path : join(dirname(path), file)
      if (!exists(to)) return [`${path}:${index + 1}: links to ${target}, which doesn't exist`]
      const document = all.find((candidate) => candidate.path === to)
      return anchor === undefined || document === undefined || anchorsOf(document.text).has(anchor)
        ? []
        : [`${path}:${index + 1}: links to ${target}, but ${to} has no such heading`]
    })
  )

const wordProblems = ({ path, text }: Document): ReadonlyArray<string> =>
  proseOf(text).flatMap((line, index) => oddProseIn(line).map((problem) => `${path}:${index + 1}: ${problem}`))

const lengthProblems = ({ path, text }: Document): ReadonlyArray<string> =>
  limits
    .filter((limit) => limit.path === path && limit.count(text) > limit.most)
    .map(({ count, most, what }) => `${path}: has ${count(text)} ${what}; at most ${most}`)

/** What is wrong with the documents, one line each: words that we don't use, dead links, documents that are too long. */
export const findProblems = (documents: Documents): ReadonlyArray<string> =>
  documents.all
    .filter(({ path }) => !isGenerated(path))
    .flatMap((document) => [
      ...wordProblems(document),
      ...linkProblems(documents, document),
      ...lengthProblems(document)
    ])
