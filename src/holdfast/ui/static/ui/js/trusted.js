// The one Trusted Types policy, for pages that use htmx: fragments from our own server may be parsed as HTML;
// script text and script addresses have no way in at all. Pages without htmx do not load this and allow neither.

globalThis.trustedTypes?.createPolicy("default", { createHTML: (fragment) => fragment });
