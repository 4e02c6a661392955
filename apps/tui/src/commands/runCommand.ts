/** Runs one action as a plain command, and answers with the exit code. */
export const runCommand = (args: ReadonlyArray<string>): Promise<number> => {
  console.error(`incident-teams: there is no command "${args.join(" ")}".`)
  return Promise.resolve(2)
}
