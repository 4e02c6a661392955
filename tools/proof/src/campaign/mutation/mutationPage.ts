import { dirname, join } from "node:path/posix"
import { type Explanation, explanationOf } from "./explained/Explanation.ts"
import type { Mutated } from "./Mutated.ts"
import { type Mutant, survivors } from "./MutationReport.ts"
import { scoreOf, tally } from "./Tally.ts"

const row = (name: string, mutants: ReadonlyArray<Mutant>): string => {
  const counts = tally(mutants)
  const { atLoad, killed, survived, timeouts, uncovered } = counts
  const score = counts.mutants === 0 ? "" : scoreOf(counts).toFixed(2)
  return `| ${[name, counts.mutants, killed, timeouts, survived, uncovered, atLoad, score].join(" | ")} |`
}

const globs = (all: ReadonlyArray<string>): string => all.map((glob) => `\`${glob}\``).join(", ")

const head = `| | mutants | killed | timed out | survived | not covered | at load | % |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |`

/** In a fence that is longer than any in it. */
const code = (text: string): string => {
  const line = text.replaceAll(/\s+/gu, " ")
  const inner = Math.max(0, ...[...line.matchAll(/`+/gu)].map(([ticks]) => ticks.length))
  const fence = "`".repeat(inner + 1)
  return line === "" ? "nothing" : inner === 0 ? `\`${line}\`` : `${fence} ${line} ${fence}`
}

const itemIn =
  (folder: string) =>
  ({ file, line, original, replacement }: Mutant): string =>
    `- [${file}](../../../${folder}/src/${file}#L${line}): ${code(original)} became ${code(replacement)}`

const inOrder = (a: Mutant, b: Mutant): number => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1)

/** The reference page: what was measured when and with what, file by file, and why the survivors are none of ours. */
export const mutationPage = (
  { explained, files, folder, name, tests, title }: Mutated,
  mutants: ReadonlyArray<Mutant>,
  measured: { readonly on: string; readonly versions: Readonly<Record<string, string>> }
): string => {
  const by = (key: (mutant: Mutant) => string) =>
    [...Map.groupBy(mutants, key)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const because = (explanation: Explanation | undefined) =>
    survivors(mutants).filter((mutant) => explanationOf(explained, mutant) === explanation)
  const section = (heading: string, ones: ReadonlyArray<Mutant>): string =>
    ones.length === 0 ? "" : `\n### ${heading}\n\n${ones.toSorted(inOrder).map(itemIn(folder)).join("\n")}\n`
  return `# Mutants of ${title}

Made by \`npm run mutation -- ${name} --write\`; not edited by hand.

${measured.on}, ${Object.entries(measured.versions)
    .map((one) => one.join(" "))
    .join(", ")}.

A mutant is the program with one small wrong change: a condition turned round, a text emptied, a statement left out. It is killed when a test fails, or never ends. Changed are ${globs(files)} in \`${folder}/src\`; tested is with ${globs(tests)}.

Meanwhile the laws of a team are tried on a tenth of the lives that \`npm test\` tries them on, so that the score is a lower bound; a mutant that only a law notices may be noticed in one run and not in another.

"At load" is what runs once, when a module is loaded, as the definition of a schema does: these mutants aren't tried, and count for nothing.

A run tries what changed, or whose tests changed, since the run before, and takes the rest from that; \`--fresh\` tries everything.

${head}
${row("**all**", mutants)}
${by(({ file }) => join("src", dirname(file)))
  .map(([path, ones]) => row(`**${path}**`, ones))
  .join("\n")}

## Survivors, and why
${explained.map((one) => section(one.why, because(one))).join("")}${section("Not explained", because(undefined))}
## File by file

${head}
${by(({ file }) => file)
  .map(([file, ones]) => row(file, ones))
  .join("\n")}
`
}
