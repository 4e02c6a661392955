/**
 * `node testing/benchmark.ts [incidents]` in apps/tui: how long until the console's first frame, and from a key to the
 * frame that it changes, on a small and a large terminal. One JSON document on stdout, each figure once a round; nothing
 * is asserted.
 */
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { firstFrame, firstHello } from "./firstFrame.ts"
import { keyToFrame } from "./keyToFrame.ts"

process.env["NODE_ENV"] = "production"
process.env["FORCE_COLOR"] = "1"
const incidents = Number(process.argv[2] ?? 10_000)
const rounds = 5

const project = fileURLToPath(new URL("../tsconfig.lib.json", import.meta.url))
// What it says isn't part of the document.
execFileSync("tsc", ["-b", project], { stdio: ["ignore", process.stderr, "inherit"] })

const starts = []
for (let run = 0; run <= rounds; run++) starts.push({ hello: await firstHello(), ...(await firstFrame()) })
// The first one fills Node's compile cache.
const warm = starts.slice(1)
const report = {
  incidents,
  firstHelloMs: warm.map(({ hello }) => hello),
  firstFrameMs: warm.map(({ frame }) => frame),
  firstIncidentsMs: warm.map(({ incidents: shown }) => shown),
  keyToFrame: {
    "80x24": await keyToFrame({ columns: 80, rows: 24 }, incidents, rounds),
    "200x60": await keyToFrame({ columns: 200, rows: 60 }, incidents, rounds)
  }
}
console.log(JSON.stringify(report, null, 2))
process.exit()
