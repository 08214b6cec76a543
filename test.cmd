@echo off
rem FamEdit: runs the checks. The first time it sets everything up (see docs\setup.md).
rem
rem   test                    lint, formatting, types, then the quick tests
rem   test --all              the same with every test, and the branch coverage demanded of core, store and services
rem   test [--all] ARG...     only the tests, with these arguments for pytest
setlocal
set "root=%~dp0"
if defined FAMEDIT_NO_SETUP goto start
call "%root%packaging\prepare.cmd" test
if errorlevel 1 exit /b %errorlevel%
:start
set "PYTHONHOME="
set "PYTHONPATH=%root:~0,-1%"
"%root%.venv\Scripts\python.exe" -P "%root%packaging\checks.py" %*
exit /b %errorlevel%
