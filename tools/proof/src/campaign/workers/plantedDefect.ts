/**
 * `node --import plantedDefect.ts`: the program with a check left out, to see whether the campaign notices. Which one says
 * PLANTED_DEFECT. It is left out as the source is loaded; where the check isn't found any more, nothing starts.
 */
import { registerHooks } from "node:module"

interface LeftOut {
  readonly file: string
  readonly code: string
}

const defects: Readonly<Record<string, ReadonlyArray<LeftOut>>> = {
  /** A worker commits its outcome whoever holds the team by then. */
  fence: [
    {
      file: "packages/application/src/reconcile/Claim.ts",
      code: "if (!holds(stored.schedule, fence, terms.holder)) return yield* Effect.fail(new FenceLost())"
    }
  ],
  /** Commits and claims overwrite what they haven't read. */
  etag: [
    { file: "packages/adapters/cosmos/src/writeCommit.ts", code: ", ifMatch: ground.etag" },
    {
      file: "packages/adapters/cosmos/src/CosmosContainer.ts",
      code: ', accessCondition: { type: "IfMatch", condition: etag }'
    }
  ]
}

const planted = defects[process.env["PLANTED_DEFECT"] ?? ""]
if (planted === undefined) throw new Error("PLANTED_DEFECT names no defect.")

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context)
    const defect = planted.find(({ file }) => url.endsWith(`/${file}`))
    if (defect === undefined) return loaded
    const source = typeof loaded.source === "string" ? loaded.source : new TextDecoder().decode(loaded.source)
    if (!source.includes(defect.code)) throw new Error(`${defect.file} has no "${defect.code}" any more.`)
    return { ...loaded, source: source.replace(defect.code, "") }
  }
})
