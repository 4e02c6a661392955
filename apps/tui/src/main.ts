#!/usr/bin/env node
import { enableCompileCache } from "node:module"
import process from "node:process"
import { invocationOf } from "./invocation.ts"

/** The server that was signed in to last. */
const lastServer = async (): Promise<string | undefined> => {
  const [{ Effect, Option }, signIns] = await Promise.all([import("effect"), import("./session/SignIns.ts")])
  return Effect.runPromise(
    signIns.lastServer.pipe(
      Effect.map(Option.getOrUndefined),
      Effect.orElseSucceed(() => undefined)
    )
  )
}

// What has been compiled once isn't compiled again at the next start.
enableCompileCache()
// React's build for developers is several times as slow.
process.env["NODE_ENV"] ??= "production"

const args = process.argv.slice(2)
const invoked = (server: string | undefined) =>
  invocationOf({ arguments: args, terminal: process.stdin.isTTY && process.stdout.isTTY, server })

const configured = process.env["INCIDENT_TEAMS_SERVER"] ?? ""
const first = invoked(configured)
// Read only if no server is given otherwise: it delays the first frame.
const invocation = first._tag === "Refused" && configured === "" ? invoked(await lastServer()) : first

// Loaded late: a command needs no Ink, the console's first frame no parser of commands.
switch (invocation._tag) {
  case "Console": {
    // Ink shows no attributes where it finds no colors; colors are a matter of NO_COLOR alone.
    process.env["FORCE_COLOR"] ??= process.env["TERM"] === "dumb" ? "0" : "1"
    const { openConsole } = await import("./openConsole.ts")
    await openConsole(invocation.options)
    // What was just asked for may still get there; a sign-in that nobody is going to finish doesn't keep the process.
    setTimeout(() => process.exit(), 2_000).unref()
    break
  }
  case "Command": {
    const { runCommand } = await import("./commands/runCommand.ts")
    process.exitCode = await runCommand(args)
    break
  }
  case "Refused":
    console.error(invocation.message)
    process.exitCode = 2
}
