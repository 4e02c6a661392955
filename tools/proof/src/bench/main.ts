/**
 * `npm run bench -- [--json] [--write] [--only rest,cosmos,…]`: ratios, each measured in one run. `--write` generates the
 * page, which has all parts.
 */
import { writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { commits } from "./commits.ts"
import { consoleFigures } from "./console.ts"
import { cosmosCosts } from "./costs/cosmosCosts.ts"
import { timeToTeam } from "./costs/timeToTeam.ts"
import { growth } from "./growth.ts"
import { massClose } from "./massClose.ts"
import { performancePage } from "./performancePage.ts"
import { consoleRounds, graphCalls } from "./processes.ts"
import { restFigures, withContest } from "./rest.ts"
import { spreadOf } from "./Spread.ts"
import { commitToWork } from "./wake/commitToWork.ts"

const page = fileURLToPath(new URL("../../../../docs/reference/performance.md", import.meta.url))

const parts = {
  graphCalls: async () => ({ graphCalls: await graphCalls(), commits: await commits() }),
  growth: async () => ({ growth: await growth() }),
  wake: async () => ({ commitToWork: await commitToWork() }),
  cosmos: () => cosmosCosts(),
  timeToTeam: async () => {
    const usual = await timeToTeam({ scale: 1, groupMillis: 3_000, rounds: 5 })
    const slow = await timeToTeam({ scale: 30, groupMillis: 180_000, rounds: 5 })
    return {
      timeToTeamVsPlatform: usual.vsPlatform,
      timeToTeam: { seconds: usual.seconds, slowGroup: slow }
    }
  },
  rest: () => withContest((contest) => restFigures(contest)),
  console: async () => consoleFigures(await consoleRounds()),
  massClose: async () => {
    const rounds = [await massClose(), await massClose(), await massClose()]
    return {
      massCloseVsIdeal: spreadOf(rounds.map(({ vsIdeal }) => vsIdeal)),
      massClose429Share: spreadOf(rounds.map(({ share429 }) => share429)),
      massCloseLost: rounds.reduce((sum, { lost }) => sum + lost, 0),
      massClose: { ...rounds[0], fourWorkers: await massClose(4) }
    }
  }
}

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    only: { type: "string", default: Object.keys(parts).join(",") }
  }
})
const chosen = values.only.split(",")
const unknown = chosen.find((name) => !Object.hasOwn(parts, name))
if (unknown !== undefined) {
  console.error(`There is no part "${unknown}": choose of ${Object.keys(parts).join(", ")}.`)
  process.exit(2)
}
if (values.write && Object.keys(parts).some((name) => !chosen.includes(name))) {
  console.error("--write generates a page of all parts, so it can't be combined with --only.")
  process.exit(2)
}

const figures: Record<string, unknown> = {}
for (const [name, measure] of Object.entries(parts)) {
  if (!chosen.includes(name)) continue
  console.error(`measuring ${name}`)
  Object.assign(figures, await measure())
}
console.log(JSON.stringify(figures, null, values.json ? undefined : 2))
if (values.write) writeFileSync(page, performancePage(figures))
