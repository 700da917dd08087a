// The calendar: keyboard, drag, and creating on empty time. Everything here can also be done by links and forms.
