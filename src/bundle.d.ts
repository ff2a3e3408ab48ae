/** What the build puts in place: for each script that is loaded by its name, a name for its contents. */
declare const BUNDLES: Readonly<Record<'shell-call' | 'programs' | 'commands', string>>;
