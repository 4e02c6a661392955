import { spawn } from "node:child_process"
import { once } from "node:events"
import { writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { commandOf } from "@incident-teams/testkit/programs"
import { sample } from "@incident-teams/testkit/sample"
import { serverEnvironment } from "@incident-teams/testkit/Server"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { onTestFinished } from "vitest"

/** Something at PUBLIC_URL that answers as a server does. */
export const publicAddress = async (): Promise<string> => {
  const server = createServer((_, response) => response.end('{"status":"ok"}')).listen(0, "127.0.0.1")
  onTestFinished(() => void server.close())
  await once(server, "listening")
  const address = server.address()
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`
}

/** Enters the code of the next device sign-in, as the administrator does in a browser. */
export const signIn = async (tenant: Tenant, ended: () => boolean): Promise<void> => {
  while (!ended()) {
    const { value } = await tenant.control("GET", "/device-sign-ins")
    if (value.length > 0) {
      await tenant.control("POST", `/device-sign-ins/${value[0].userCode}`, { user: "ana" })
      return
    }
    await pause(50)
  }
}

/** A tenant that `ana` may set up for a server at this address, and the commands with files of its own. */
export const placeToSetUp = async (publicUrl: string, more: object = {}) => {
  const tenant = await newTenant()
  await tenant.behave({ devicePollSeconds: 1 })
  await tenant.control("PATCH", "/users/ana", { directoryRoles: ["Global Administrator"] })
  const scope = sample.workspace("soc-prod").split("/providers/")[0]
  await tenant.control("POST", "/arm/role-assignments", { principalId: sample.person.ana, role: "Owner", scope })
  const folder = newFolder()
  const file = join(folder, "incident-teams.env")
  const choices = {
    tenantId: tenant.id,
    publicUrl,
    workspaces: { soc: sample.workspace("soc-prod") },
    standbyOwners: [sample.person.ines],
    ...more
  }
  writeFileSync(join(folder, "choices.json"), JSON.stringify(choices))
  const run = async (...args: ReadonlyArray<string>) => {
    const child = spawn(process.execPath, [commandOf("server"), ...args], {
      env: serverEnvironment(tenant, folder),
      stdio: ["ignore", "pipe", "pipe"]
    })
    const said = { out: "", err: "" }
    child.stdout.on("data", (chunk) => void (said.out += String(chunk)))
    child.stderr.on("data", (chunk) => void (said.err += String(chunk)))
    const closed = once(child, "close")
    await Promise.all([closed, signIn(tenant, () => child.exitCode !== null)])
    return { code: child.exitCode, ...said }
  }
  const files = ["--from", join(folder, "choices.json"), "--settings-file", file]
  const setup = (...flags: ReadonlyArray<string>) => run("setup", ...files, ...flags)
  return { tenant, folder, file, choices, run, setup, doctor: () => run("doctor", ...files) }
}
