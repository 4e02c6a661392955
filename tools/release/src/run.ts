import { spawnSync } from "node:child_process"

/** A command of the release that didn't succeed, with everything that it said. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed"
}

/** Runs to the end; answers with what it printed. */
export const run = (cwd: string, command: string, ...args: ReadonlyArray<string>): string => {
  const { error, status, stderr, stdout } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    shell: process.platform === "win32"
  })
  if (error) throw error
  if (status !== 0) throw new CommandFailed(`"${[command, ...args].join(" ")}" failed in ${cwd}:\n${stdout}${stderr}`)
  return stdout
}
