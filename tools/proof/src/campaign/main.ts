/** `npm run campaign -- <name>`: proofs that take longer than a test may. */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect } from "effect"
import { CliConfig, Command, GlobalFlag } from "effect/cli"
import { faults } from "./faults/command.ts"
import { kill } from "./kill/command.ts"
import { load } from "./load/command.ts"
import { workers } from "./workers/command.ts"

const campaign = Command.make("campaign").pipe(
  Command.withDescription("Proofs that take longer than a test may. Each exits with 1 when a claim fails."),
  Command.withSubcommands([faults, kill, load, workers])
)

Command.run(campaign, { version: "1" }).pipe(
  Effect.provide(NodeServices.layer),
  Effect.provide(CliConfig.layer({ builtIns: [GlobalFlag.Help] })),
  // What failed was told by then.
  NodeRuntime.runMain({ disableErrorReporting: true })
)
