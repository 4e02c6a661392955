/** A document that can be followed to the letter. */
export type HowTo = ReadonlyArray<HowToStep>

export type HowToStep =
  /** A block after a line that ends with `` `path`: ``: the file is to be this. */
  | { readonly _tag: "Write"; readonly path: string; readonly text: string }
  /** A `diff` block after a line with `` `path` `` of one file or more: `before` stands there once, and becomes `after`. */
  | { readonly _tag: "Change"; readonly paths: ReadonlyArray<string>; readonly before: string; readonly after: string }
  /** A block of shell (`sh`; `sh fails` where it is meant to fail), and the lines of a `text` block that it has to say. */
  | { readonly _tag: "Run"; readonly script: string; readonly fails: boolean; readonly says: ReadonlyArray<string> }

/** What a document in Markdown asks its reader to do. Throws on a block that isn't for anything. */
export const readHowTo = (markdown: string): HowTo => {
  const steps: Array<HowToStep> = []

  for (const [, prose = "", kind = "", text = ""] of markdown.matchAll(/([^]*?)^```([^\n]*)\n([^]*?)^```$/gmu)) {
    const before = prose.trimEnd().split("\n").at(-1) ?? ""
    const path = /`([^`]+)`[^`]*:$/u.exec(before)?.[1]
    const last = steps.at(-1)
    if (kind === "sh" || kind === "sh fails") {
      steps.push({ _tag: "Run", script: text, fails: kind === "sh fails", says: [] })
    } else if (kind === "text" && last?._tag === "Run") {
      steps.splice(-1, 1, { ...last, says: text.trimEnd().split("\n") })
    } else if (kind === "diff") {
      const lines = text.trimEnd().split("\n")
      const side = (other: string) =>
        lines
          .filter((line) => !line.startsWith(other))
          .map((line) => `${line.slice(1)}\n`)
          .join("")
      const paths = [...before.matchAll(/`([^`]+\/[^`]+)`/gu)].map(([, one = ""]) => one)
      steps.push({ _tag: "Change", paths, before: side("+"), after: side("-") })
    } else if (path !== undefined) {
      steps.push({ _tag: "Write", path, text })
    } else {
      throw new Error(`A block of "${kind}" that is neither a command nor a file:\n${text}`)
    }
  }
  return steps
}
