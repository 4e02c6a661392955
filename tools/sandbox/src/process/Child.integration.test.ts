import { spawn } from "node:child_process"
import { once } from "node:events"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { Effect, Exit } from "effect"
import { afterEach, describe, expect, it, vi } from "vitest"
import { temporaryFolder } from "../testing/commands.ts"
import { type Child, lastLines, startChild } from "./Child.ts"

afterEach(() => vi.unstubAllEnvs())

/** What `use` comes to while a process runs this program; afterward what that process printed. */
const during = async <A, E>(
  program: string,
  use: (child: Child) => Effect.Effect<A, E>,
  options: { readonly env?: Readonly<Record<string, string>>; readonly graceMillis?: number } = {}
) => {
  const folder = await temporaryFolder()
  const file = join(folder, "program.mjs")
  const logFile = join(folder, "log")
  await writeFile(file, program)
  const child = startChild({ name: "The child", file, env: {}, logFile, ...options })
  const exit = await Effect.runPromiseExit(Effect.scoped(Effect.flatMap(child, use)))
  return { exit, printed: lastLines(logFile, 100) }
}

const runs = "setInterval(() => {}, 1_000)"
const obedient = `process.on("SIGTERM", () => { console.log("bye"); process.exit() }); ${runs}`
const stubborn = `process.on("SIGTERM", () => {}); ${runs}`

describe("a child process", () => {
  it("tells its first line, and stops by itself when it is asked to", async () => {
    const { exit, printed } = await during(
      `console.log("one"); console.log("two"); ${obedient}`,
      (child) => child.firstLine
    )
    expect(exit).toEqual(Exit.succeed("one"))
    expect(printed.split("\n")).toEqual(["one", "two", "bye"])
  })

  it("is killed when it doesn't stop", async () => {
    const { exit } = await during(`console.log(process.pid); ${stubborn}`, (child) => child.firstLine, {
      graceMillis: 100
    })
    const pid = Exit.isSuccess(exit) ? Number(exit.value) : 0
    expect(() => process.kill(pid, 0)).toThrow("ESRCH")
  })

  it("ends itself when the process that started it is gone, even if it doesn't want to stop", async () => {
    const file = join(await temporaryFolder(), "program.mjs")
    await writeFile(file, `console.log("here"); ${stubborn}`)
    const preloaded = new URL("endWithParent.ts?graceMillis=100", import.meta.url).href
    const left = spawn(process.execPath, ["--import", preloaded, file], { stdio: ["pipe", "pipe", "inherit"] })
    const exit = once(left, "exit")
    await once(left.stdout, "data")
    // All that it can notice of our end.
    left.stdin.destroy()
    expect(await exit).toEqual([null, "SIGKILL"])
  })

  it("that ends without having been asked to fails with its last words, before a first line too", async () => {
    const message = "The child ended unexpectedly (exit code 3). The end of its log:\nno such thing"
    const program = 'console.error("no such thing"); process.exit(3)'
    for (const wait of [(child: Child) => child.died, (child: Child) => child.firstLine]) {
      const { exit } = await during(program, (child) => Effect.flip(wait(child)))
      expect(Exit.isSuccess(exit) ? exit.value.message : exit).toBe(message)
    }
  })

  it("begins its log anew and keeps that of the start before", async () => {
    const folder = await temporaryFolder()
    const file = join(folder, "program.mjs")
    const logFile = join(folder, "log")
    for (const word of ["first", "second", "third"]) {
      await writeFile(file, `console.log("${word}"); ${obedient}`)
      const child = startChild({ name: "The child", file, env: {}, logFile })
      await Effect.runPromise(Effect.scoped(Effect.flatMap(child, ({ firstLine }) => firstLine)))
    }
    expect([lastLines(logFile, 100), lastLines(`${logFile}.1`, 100)]).toEqual(["third\nbye", "second\nbye"])
  })

  it("sees what it is told, and nothing that could lead it to a real tenant", async () => {
    vi.stubEnv("AZURE_CLIENT_SECRET", "real")
    vi.stubEnv("HTTPS_PROXY", "http://proxy.example")
    const { exit } = await during(
      `console.log(Object.keys(process.env).toSorted().join()); ${obedient}`,
      (child) => child.firstLine,
      {
        env: { GRAPH_URL: "https://localhost:1" }
      }
    )
    const names = Exit.isSuccess(exit) ? exit.value.split(",") : []
    expect(names).toEqual(expect.arrayContaining(["GRAPH_URL", "PATH"]))
    expect(names.filter((name) => /AZURE|PROXY/iu.test(name))).toEqual([])
  })
})
