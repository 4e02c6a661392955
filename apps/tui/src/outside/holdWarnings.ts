import process from "node:process"

/** Keeps Node's warnings, which it writes across the screen, and returns a function that reports them afterward. */
export const holdWarnings = (): (() => void) => {
  const usual = process.listeners("warning")
  const held: Array<Error> = []
  const hold = (warning: Error): void => void held.push(warning)
  process.removeAllListeners("warning").on("warning", hold)
  return () => {
    process.off("warning", hold)
    for (const listener of usual) {
      process.on("warning", listener)
      for (const warning of held) listener(warning)
    }
  }
}
