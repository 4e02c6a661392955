import { cpus, release, totalmem, type } from "node:os"

/** `a.b.c` and its figure, for everything in the document that has one. */
const rows = (value: unknown, path: ReadonlyArray<string> = []): ReadonlyArray<readonly [string, string]> => {
  if (typeof value !== "object" || value === null) return [[path.join("."), String(value)]]
  if ("median" in value && "least" in value && "most" in value) {
    return [[path.join("."), `${String(value.median)} (${String(value.least)} to ${String(value.most)})`]]
  }
  return Object.entries(value).flatMap(([name, inner]) => rows(inner, [...path, name]))
}

/** The reference page: the figures of one run, on which machine, with which versions. */
export const performancePage = (figures: Readonly<Record<string, unknown>>): string => {
  const [cpu] = cpus()
  return `# Performance

Made by \`npm run bench -- --write\`; not edited by hand.

${cpus().length} cores (${cpu?.model ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}, Node ${process.versions.node}; everything, the load generator included, on this machine. Figures are medians with the least and the most of the rounds of one run.

| figure | value |
| --- | --- |
${rows(figures)
  .map(([name, value]) => `| \`${name}\` | ${value} |`)
  .join("\n")}

- \`domainVsXstate\`: decide, evolve and nextStep of our decider over XState v5's pure \`transition\` on a machine with the same phases, which keeps nothing beside the phase.
- \`restVsBareHono\`, \`restVsExpress\`: GET of a team with its token verified, the right asked and the answer encoded, over the same bytes without any check.
- \`growth\`: the time of one operation of the embedded store with the most teams over that with the fewest.
- \`massCloseVsIdeal\`: all teams closed at once, under Graph's documented throttles, over a call a team at 30 a second, one operation and one poll of 30 s; of one process, and of four once. \`massClose\` is its first round.
- \`consoleFirstFrameMs\`: from the start of the console's process to its first frame, against a server that answers at once; \`consoleFirstIncidentsMs\` to the first one with incidents.
- \`keyToFrameP95Ms\`: from a key to the frame that it changes, with 10,000 incidents, at the 95th percentile, for the worst of the keys and terminals that \`keyToFrame\` tells apart; \`p95CpuMs\` is the processor's time, \`p50Bytes\` what a terminal is sent.
- \`commits\`: to the store, by the same three transitions with all that follows them.
- \`graphCalls\`: calls of Graph by a life without faults, people's own look-ups left out.
`
}
