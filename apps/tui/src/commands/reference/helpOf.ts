import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect, Layer } from "effect"
import { CliConfig, CliOutput, Command, GlobalFlag, type HelpDoc } from "effect/cli"
import { program } from "../program.ts"

/** What `--help` shows for a command. `path`: its words after `incident-teams`. */
export const helpOf = (path: ReadonlyArray<string>): Effect.Effect<HelpDoc.HelpDoc> =>
  Effect.gen(function* () {
    const seen: Array<HelpDoc.HelpDoc> = []
    const presenter: CliOutput.Presenter = {
      present: (event) => Effect.sync(() => void (event._tag === "Help" && seen.push(event.helpDoc)))
    }
    yield* Command.runWith(program, { version: "" })([...path, "--help"]).pipe(
      Effect.provide(
        Layer.mergeAll(
          NodeServices.layer,
          CliConfig.layer({ builtIns: [GlobalFlag.Help, GlobalFlag.Version] }),
          CliOutput.layerPresenter(presenter)
        )
      ),
      Effect.orDie
    )
    const [help] = seen
    return help ?? (yield* Effect.die(new Error(`incident-teams ${path.join(" ")} has no help.`)))
  })
