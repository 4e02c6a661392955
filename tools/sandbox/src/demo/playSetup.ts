import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { parseEnv } from "node:util"
import { Effect, Schedule, Schema } from "effect"
import { runCommand } from "../process/runCommand.ts"
import { serverCommand } from "../programs.ts"
import { resourceGroup, standbyOwner, workspaceIds } from "../sampleTenant.ts"
import { type SandboxOptions, startOn, startTenant } from "../Sandbox.ts"
import { SandboxFailure } from "../SandboxFailure.ts"
import { addressesOf } from "../Server.ts"
import type { Simulator } from "../Simulator.ts"
import { simulatorControl, type SimulatorControl } from "../SimulatorControl.ts"
import { closeAndReopen } from "./chapters/closeAndReopen.ts"
import { createTeam } from "./chapters/createTeam.ts"
import type { SetupReport } from "./DemoReport.ts"
import { Findings } from "./Findings.ts"
import { live } from "./inspectPlatform.ts"
import { Narrator } from "./Narrator.ts"
import { platform as platformOf } from "./Platform.ts"
import { setStage } from "./Stage.ts"

/** Who sets up the tenant. */
const administrator = "ana"

const SignIns = Schema.Struct({ value: Schema.Array(Schema.Struct({ userCode: Schema.String })) })
const Steps = Schema.Array(Schema.Struct({ about: Schema.String, state: Schema.String }))
const Plan = Schema.fromJsonString(Schema.Struct({ plan: Steps }))
const Done = Schema.fromJsonString(Schema.Struct({ plan: Steps, left: Steps }))
const Doctor = Schema.fromJsonString(
  Schema.Struct({ findings: Schema.Array(Schema.Struct({ state: Schema.String, found: Schema.String })) })
)

/** Enters the code that the command shows, as the administrator does in a browser. */
const enterCode = (control: SimulatorControl) =>
  Effect.gen(function* () {
    const { value } = yield* Effect.repeat(control.get("/device-sign-ins", SignIns), {
      until: (waiting) => waiting.value.length > 0,
      schedule: Schedule.spaced(100)
    })
    yield* control.post(`/device-sign-ins/${value[0]?.userCode}`, { user: administrator })
  })

/** Runs a command of the server in the administrator's name; returns what it printed, as JSON. */
const commandsOn = (simulator: Simulator, timeScale: number, files: ReadonlyArray<string>) => {
  const env = {
    ...addressesOf(simulator, timeScale),
    // Without an Azure CLI, whose sign-in would be to a real tenant.
    PATH: ""
  }
  const control = simulatorControl(simulator)
  return Effect.fnUntraced(function* <S extends Schema.ConstraintDecoder<unknown>>(
    args: ReadonlyArray<string>,
    schema: S
  ) {
    const run = runCommand({ file: serverCommand, args: [...args, ...files, "--json"], env })
    const { out, err } = yield* run.pipe(
      Effect.raceFirst(Effect.andThen(enterCode(control), Effect.never)),
      Effect.raceFirst(simulator.died)
    )
    return yield* Effect.mapError(
      Schema.decodeUnknownEffect(schema)(out),
      (cause) => new SandboxFailure({ message: `${args[0]} failed: ${err.trim()}`, cause })
    )
  })
}

const uptime = (): number => Number(process.uptime().toFixed(1))

/** Leads a tenant in which setup has never run to its first team, with the settings that setup writes. */
export const playSetup = Effect.fnUntraced(function* (options: SandboxOptions) {
  const narrator = yield* Narrator
  const findings = yield* Findings
  const { dataFolder, serverPort, timeScale } = options
  const simulator = yield* startTenant(options)
  const control = simulatorControl(simulator)
  const { id: principalId, displayName } = yield* platformOf(control).person(administrator)
  yield* control.patch("/behavior", { devicePollSeconds: 1 })
  yield* control.patch(`/users/${administrator}`, { directoryRoles: ["Global Administrator"] })
  yield* control.post("/arm/role-assignments", { principalId, role: "Owner", scope: resourceGroup })
  const [choices, settingsFile] = [join(dataFolder, "choices.json"), join(dataFolder, "incident-teams.env")]
  const chosen = {
    tenantId: simulator.tenantId,
    publicUrl: `http://127.0.0.1:${serverPort}`,
    workspaces: workspaceIds,
    standbyOwners: [standbyOwner],
    data: dataFolder
  }
  yield* Effect.sync(() => writeFileSync(choices, JSON.stringify(chosen)))
  const run = commandsOn(simulator, timeScale, ["--from", choices, "--settings-file", settingsFile])

  yield* narrator.chapter(`${displayName}, Global Administrator, sets up the tenant: setup --yes`)
  const { plan, left } = yield* run(["setup", "--yes"], Done)
  if (left.length > 0) {
    const names = left.map(({ about }) => about).join(", ")
    return yield* new SandboxFailure({ message: `Setup left this to do: ${names}.` })
  }
  const made = plan.filter(({ state }) => state === "make").length
  const setupSeconds = uptime()
  yield* narrator.say(`Of ${plan.length} rows of the plan, ${made} were made. ${setupSeconds} seconds since the start.`)
  yield* findings.expect(made === plan.length, "Setup found something that it makes itself.")

  yield* narrator.chapter(`${displayName} runs setup again`)
  const second = yield* run(["setup", "--plan"], Plan)
  const changes = second.plan.filter(({ state }) => state !== "there").length
  yield* narrator.say(`The second plan has ${changes} changes.`)
  yield* findings.expect(changes === 0, `The second plan has ${changes} changes.`)

  yield* narrator.chapter("The server starts with the settings file, and doctor checks both")
  const settings = yield* Effect.sync(() => parseEnv(readFileSync(settingsFile, "utf8")))
  const written = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, value ?? ""]))
  const sandbox = yield* startOn(simulator, { ...options, settings: written })
  const story = Effect.gen(function* () {
    const problems: Array<number> = []
    const check = Effect.gen(function* () {
      const { findings: found } = yield* run(["doctor"], Doctor)
      const open = found.filter(({ state }) => state === "problem")
      problems.push(open.length)
      yield* narrator.say(`${found.length} findings, ${open.length} problems.`)
      for (const one of open) yield* narrator.say(one.found)
      return open.length
    })
    // A new permission isn't in every token at once.
    yield* Effect.repeat(check, { until: (count) => count === 0, schedule: Schedule.spaced(1_000) })
    const doctorSeconds = uptime()

    const stage = yield* setStage(sandbox, written["AZURE_CLIENT_ID"])
    const created = yield* createTeam(stage)
    const { platformTeamId } = yield* closeAndReopen(stage, created)
    const { id, number, title } = created.incident
    const report: SetupReport = {
      plan: { rows: plan.length, made },
      changesOfSecondPlan: changes,
      problems,
      incident: { id, number, title },
      platformTeamIdAfterCreate: created.expected.id ?? "",
      platformTeamIdAfterReopen: platformTeamId,
      teamsOnPlatform: live(yield* stage.platform.truth).length,
      seconds: { setup: setupSeconds, doctor: doctorSeconds, all: uptime() }
    }
    return report
  })
  return yield* Effect.raceFirst(story, sandbox.died)
})
