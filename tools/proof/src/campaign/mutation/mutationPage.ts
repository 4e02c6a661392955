import { dirname, join } from "node:path/posix"
import { explained, explanationOf, type Explanation } from "./explained.ts"
import { type Mutant, survivors } from "./MutationReport.ts"
import { scoreOf, tally } from "./Tally.ts"

const row = (name: string, mutants: ReadonlyArray<Mutant>): string => {
  const counts = tally(mutants)
  const { atLoad, killed, survived, timeouts, uncovered } = counts
  const score = counts.mutants === 0 ? "" : scoreOf(counts).toFixed(2)
  return `| ${[name, counts.mutants, killed, timeouts, survived, uncovered, atLoad, score].join(" | ")} |`
}

const head = `| | mutants | killed | timed out | survived | not covered | at load | % |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |`

/** In a fence that is longer than any in it. */
const code = (text: string): string => {
  const line = text.replaceAll(/\s+/gu, " ")
  const inner = Math.max(0, ...[...line.matchAll(/`+/gu)].map(([ticks]) => ticks.length))
  const fence = "`".repeat(inner + 1)
  return line === "" ? "nothing" : inner === 0 ? `\`${line}\`` : `${fence} ${line} ${fence}`
}

const item = ({ file, line, original, replacement }: Mutant): string =>
  `- [${file}](../../packages/domain/src/${file}#L${line}): ${code(original)} became ${code(replacement)}`

const section = (title: string, mutants: ReadonlyArray<Mutant>): string =>
  mutants.length === 0 ? "" : `\n### ${title}\n\n${mutants.toSorted(inOrder).map(item).join("\n")}\n`

const inOrder = (a: Mutant, b: Mutant): number => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1)

/** The reference page: what was measured when and with what, file by file, and why the survivors are none of ours. */
export const mutationPage = (
  mutants: ReadonlyArray<Mutant>,
  measured: { readonly on: string; readonly versions: Readonly<Record<string, string>> }
): string => {
  const by = (key: (mutant: Mutant) => string) =>
    [...Map.groupBy(mutants, key)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const because = (explanation: Explanation | undefined) =>
    survivors(mutants).filter((mutant) => explanationOf(mutant) === explanation)
  return `# Mutants of the domain

Made by \`npm run mutation -- --write\`; not edited by hand.

${measured.on}, ${Object.entries(measured.versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ")}.

A mutant is the domain with one small wrong change: a condition turned round, a text emptied, a statement left out. It is killed when a test of the domain fails, or never ends. Meanwhile the laws of a team are tried on a tenth of the lives that \`npm test\` tries them on, so that the score is a lower bound; a mutant that only a law notices may be noticed in one run and not in another.

"At load" is what runs once, when a module is loaded, as the definition of a schema does: these mutants aren't tried, and count for nothing.

A run tries what changed, or whose tests changed, since the run before, and takes the rest from that; \`--fresh\` tries everything.

${head}
${row("**all**", mutants)}
${by(({ file }) => join("src", dirname(file)))
  .map(([folder, ones]) => row(`**${folder}**`, ones))
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
