@echo off
rem FamEdit: starts the program. The first time it sets everything up (see docs\setup.md).
rem
rem   run                     the window
rem   run tour DIR            the window's main job without a screen: pictures and an exported article in DIR
rem   run COMMAND ...         import, export, list and so on (run --help)
setlocal
set "root=%~dp0"
if defined FAMEDIT_NO_SETUP goto start
call "%root%packaging\prepare.cmd" run
if errorlevel 1 exit /b %errorlevel%
:start
set "PYTHONHOME="
set "PYTHONPATH=%root:~0,-1%"
"%root%.venv\Scripts\python.exe" -P -m famedit %*
exit /b %errorlevel%
