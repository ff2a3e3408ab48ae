/** What the build puts in place: a name for the contents of the bundle. */
declare const BUNDLE: string;
