"""Line icons, drawn for this app on a 24 × 24 grid with a 1.7 stroke. Shapes only: never a body, a face or an alarm."""

# name → the inside of the svg element
ICONS = {
    "today": '<path d="M3 15c3 0 3-2 6-2s3 2 6 2 3-2 6-2"/><path d="M3 19c3 0 3-2 6-2s3 2 6 2 3-2 6-2"/>'
    '<circle cx="12" cy="7" r="3"/>',
    "relief": '<path d="M12 21c-5-3-8-6.5-8-10.5A4.5 4.5 0 0 1 12 8a4.5 4.5 0 0 1 8 2.5C20 14.5 17 18 12 21z"/>',
    "path": '<path d="M6 21c0-6 12-5 12-10a4 4 0 0 0-4-4H9"/><path d="M12 4 9 7l3 3"/>',
    "us": '<circle cx="8.5" cy="9" r="3"/><circle cx="15.5" cy="9" r="3"/>'
    '<path d="M3 19c.6-3 2.8-4.5 5.5-4.5S13 16 13 16M21 19c-.6-3-2.8-4.5-5.5-4.5-1 0-1.9.2-2.6.6"/>',
    "me": '<path d="M4 19V9M9.5 19v-5M15 19V6M20.5 19v-8"/>',
    "back": '<path d="M19 12H5M11 6l-6 6 6 6"/>',
    "wave": '<path d="M2 10c3.5 0 3.5-3 7-3s3.5 3 7 3 3.5-3 6-3"/>'
    '<path d="M2 16c3.5 0 3.5-3 7-3s3.5 3 7 3 3.5-3 6-3"/>',
    "lock": '<rect x="5" y="11" width="14" height="9" rx="2.5"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "light": '<circle cx="12" cy="12" r="4"/>'
    '<path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4"/>',
    "shore": '<path d="M2 18c3-1 5-1 8 0s6 1 12-1"/><path d="M5 14c2-5 5-8 9-8 2.5 0 4 1.5 5 3"/>',
    "kelp": '<path d="M12 21c0-4-3-5-3-9s3-5 3-9"/>'
    '<path d="M12 9c2.5 0 4-1 4.5-3M10 14c-2.5 0-4-1-4.5-3M12 17c2.5 0 4-1 4.5-3"/>',
    "help": '<circle cx="12" cy="12" r="8.5"/>'
    '<path d="M9.7 9.5a2.4 2.4 0 1 1 3.4 2.2c-.8.4-1.1.9-1.1 1.8"/><path d="M12 16.6v.1"/>',
    "print": '<path d="M7 8V4h10v4"/><rect x="4" y="8" width="16" height="8" rx="2"/><path d="M7 14h10v6H7z"/>',
    "down": '<path d="M12 4v12M6.5 11 12 16.5 17.5 11"/><path d="M5 20h14"/>',
}
