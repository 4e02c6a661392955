/** `npm run campaign -- <name>`: proofs that take longer than a test may. */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Console, Effect } from "effect"
import { CliConfig, Command, GlobalFlag } from "effect/cli"
import { faults } from "./faults/command.ts"
import { hostile } from "./hostile/command.ts"
import { kill } from "./kill/command.ts"
import { lasting } from "./lasting/command.ts"
import { load } from "./load/command.ts"
import { merges } from "./merges/command.ts"
import { mutation } from "./mutation/command.ts"
import { secret } from "./secret/command.ts"
import { workers } from "./workers/command.ts"

const campaign = Command.make("campaign").pipe(
  Command.withDescription("Proofs that take longer than a test may. Each exits with 1 when a claim fails."),
  Command.withSubcommands([faults, hostile, kill, lasting, load, merges, mutation, secret, workers])
)

Command.run(campaign, { version: "1" }).pipe(
  // Such as a simulator that doesn't start. Other failures were told by then.
  Effect.tapDefect((defect) => Console.error(defect)),
  Effect.provide(NodeServices.layer),
  Effect.provide(CliConfig.layer({ builtIns: [GlobalFlag.Help] })),
  NodeRuntime.runMain({ disableErrorReporting: true })
)
