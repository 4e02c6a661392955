#!/usr/bin/env node
import { enableCompileCache } from "node:module"
import process from "node:process"
import { invocationOf } from "./invocation.ts"

// What has been compiled once isn't compiled again at the next start.
enableCompileCache()
// React's build for developers is several times as slow.
process.env["NODE_ENV"] ??= "production"

const args = process.argv.slice(2)
const invocation = invocationOf({
  arguments: args,
  terminal: process.stdin.isTTY && process.stdout.isTTY,
  server: process.env["INCIDENT_TEAMS_SERVER"]
})

// Loaded late: a command needs no Ink, the console's first frame no parser of commands.
switch (invocation._tag) {
  case "Console": {
    const { openConsole } = await import("./openConsole.tsx")
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
