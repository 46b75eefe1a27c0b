export type SubjectKeys = { readonly inputHash: (text: string) => string }
